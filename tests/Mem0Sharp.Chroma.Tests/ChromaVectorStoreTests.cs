using System.Net;
using System.Text;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>What goes wrong is said, by type, and without what is private; and what is deleted is gone.</summary>
public sealed class ChromaVectorStoreTests(SharedServer server)
{
    private static readonly EmbeddingSpace Space = new("model", 2);
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ab")]
    [InlineData("a b c")]
    [InlineData("a..b")]
    [InlineData("-abc")]
    [InlineData("../x")]
    public void Constructor_WithACollectionNameThatChromaRefuses_NamesTheOption(string name) =>
        Make(options => options.Collection = name).Should().Throw<MemoryConfigurationException>().WithMessage("*Collection*");

    [Fact]
    public void Constructor_WithSeveralOptionsOutOfRange_NamesThemAll() => Make(options =>
    {
        options.Endpoint = new Uri("ftp://localhost");
        options.Tenant = " ";
        options.Token = "two words";
        options.Timeout = TimeSpan.Zero;
        options.ExactUpTo = -1;
    }).Should().Throw<MemoryConfigurationException>().WithMessage("*Endpoint, Tenant, Token, Timeout, ExactUpTo*");

    [Fact]
    public void Constructor_WithDefaults_IsMade() => Make(_ => { }).Should().NotThrow();

    [Fact]
    public async Task OpenAsync_WhereNobodyListens_IsATransientFailure()
    {
        await using ChromaVectorStore store = new(new ChromaStoreOptions { Endpoint = new Uri("http://127.0.0.1:1") });

        Func<Task> open = () => store.OpenAsync(Space, Token);

        (await open.Should().ThrowAsync<MemoryStoreException>()).Which.IsTransient.Should().BeTrue();
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("database")]
    public async Task OpenAsync_OfATenantOrDatabaseThatIsNotThere_IsAMatterOfConfiguration(string missing)
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        options.Tenant = missing is "tenant" ? "nobody" : options.Tenant;
        options.Database = missing is "database" ? "nowhere" : options.Database;
        await using ChromaVectorStore store = new(options);

        Func<Task> open = () => store.OpenAsync(Space, Token);

        await open.Should().ThrowAsync<MemoryConfigurationException>();
    }

    [Fact]
    public async Task Store_OfACollectionThatIsSomebodyElses_LeavesItAlone()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        string address = $"{options.Endpoint}api/v2/tenants/default_tenant/databases/default_database/collections";
        using HttpClient http = new();
        using StringContent creation = new($$"""{"name":"{{options.Collection}}"}""", Encoding.UTF8, "application/json");
        (await http.PostAsync(address, creation, Token)).StatusCode.Should().Be(HttpStatusCode.OK);
        await using ChromaVectorStore store = new(options);

        Func<Task> open = () => store.OpenAsync(Space, Token);
        Func<Task> clear = () => store.ClearAsync(Token);

        await open.Should().ThrowAsync<MemoryConfigurationException>();
        await clear.Should().ThrowAsync<MemoryConfigurationException>();
        (await http.GetAsync($"{address}/{options.Collection}", Token)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, typeof(MemoryAccessDeniedException), false)]
    [InlineData(HttpStatusCode.Forbidden, typeof(MemoryAccessDeniedException), false)]
    [InlineData(HttpStatusCode.NotFound, typeof(MemoryConfigurationException), false)]
    [InlineData(HttpStatusCode.BadRequest, typeof(MemoryStoreException), false)]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(MemoryStoreException), true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, typeof(MemoryStoreException), true)]
    [InlineData(HttpStatusCode.OK, typeof(MemoryStoreException), false)]
    public async Task Answer_ThatIsNone_IsATypedErrorWithoutItsWords(HttpStatusCode status, Type type, bool isTransient)
    {
        using HttpClient http = new(new AnsweringHandler(_ => new HttpResponseMessage(status) { Content = new StringContent("private words") }));
        await using ChromaVectorStore store = new(new ChromaStoreOptions(), http);

        Func<Task> open = () => store.OpenAsync(Space, Token);

        MemoryException failure = (await open.Should().ThrowAsync<MemoryException>()).Which;
        failure.Should().BeOfType(type);
        failure.IsTransient.Should().Be(isTransient);
        failure.ToString().Should().NotContain("private words");
    }

    [Theory]
    [InlineData(ChromaTokenHeader.Authorization, "Authorization", "Bearer t0ken")]
    [InlineData(ChromaTokenHeader.XChromaToken, "x-chroma-token", "t0ken")]
    public async Task Token_IsSentInTheHeaderThatWasChosen_AndTheClientStaysTheCallers(ChromaTokenHeader header, string name, string value)
    {
        List<string> sent = [];
        using HttpClient http = new(new AnsweringHandler(request =>
        {
            sent.Add(request.Headers.GetValues(name).Single());
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        }));
        ChromaVectorStore store = new(new ChromaStoreOptions { Token = "t0ken", TokenHeader = header }, http);
        Func<Task> open = () => store.OpenAsync(Space, Token);
        (await open.Should().ThrowAsync<MemoryAccessDeniedException>()).Which.ToString().Should().NotContain("t0ken");
        await store.DisposeAsync();

        using HttpRequestMessage own = new(HttpMethod.Get, "http://localhost/") { Headers = { { name, value } } };
        (await http.SendAsync(own, Token)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "it was not disposed");
        sent.Should().Equal(value, value);
        await open.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task SearchAsync_OfACollectionThatIsGone_FailsAndIsNotEmpty()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        await using ChromaVectorStore store = new(options);
        await store.OpenAsync(Space, Token);
        await store.ApplyAsync([new VectorChange.Upsert(Item("a"), new[] { 1f, 0f })], new HistoryPosition(1, 1), Token);
        await using (ChromaVectorStore other = new(options))
        {
            await other.ClearAsync(Token);
        }

        Func<Task>[] calls =
        [
            () => store.SearchAsync(new VectorQuery { Vector = new[] { 1f, 0f }, Scope = Alice, Top = 1 }, Token),
            () => store.SearchKeywordsAsync(new KeywordQuery { Text = "tea", Scope = Alice, Top = 1 }, Token),
            () => store.CountAsync(Token),
            () => store.ApplyAsync([new VectorChange.Delete("a", 2)], new HistoryPosition(1, 2), Token),
            () => store.ApplyAsync([], new HistoryPosition(1, 2), Token),
        ];
        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<MemoryStoreException>()).Which.Should().BeEquivalentTo(new { IsStoreLost = true, IsTransient = false });
        }

        (await store.OpenAsync(Space, Token)).Should().Be(HistoryPosition.Start);
        (await store.CountAsync(Token)).Should().Be(0);
    }

    [Fact]
    public async Task Delete_LeavesNoWordOfTheMemoryInTheCollection()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        await using ChromaVectorStore store = new(options);
        await store.OpenAsync(Space, Token);
        await store.ApplyAsync([new VectorChange.Upsert(Item("a"), new[] { 1f, 0f })], new HistoryPosition(1, 1), Token);
        (await EverythingAsync(options)).Should().Contain("likes tea").And.Contain("alice");

        await store.ApplyAsync([new VectorChange.Delete("a", 2)], new HistoryPosition(1, 2), Token);

        (await EverythingAsync(options)).Should().Contain("d2:a").And.NotContain("tea").And.NotContain("alice");
    }

    private static Action Make(Action<ChromaStoreOptions> change) => () =>
    {
        ChromaStoreOptions options = new();
        change(options);
        _ = new ChromaVectorStore(options);
    };

    private static MemoryItem Item(string id) => new() { Id = id, Text = "likes tea", Scope = Alice };

    /// <summary>Gets all that the server has in a collection.</summary>
    private static async Task<string> EverythingAsync(ChromaStoreOptions options)
    {
        using HttpClient http = new();
        string address = $"{options.Endpoint}api/v2/tenants/default_tenant/databases/default_database/collections";
        using System.Text.Json.JsonDocument found = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync($"{address}/{options.Collection}", Token));
        using StringContent all = new("""{"include":["documents","metadatas","embeddings"]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync($"{address}/{found.RootElement.GetProperty("id").GetString()}/get", all, Token);
        return await response.Content.ReadAsStringAsync(Token);
    }
}
