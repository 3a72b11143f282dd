using System.Net;
using System.Text;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>What an embedder answers is checked before anything is made of it: a typed error, the store as it was, and the same call works afterwards.</summary>
public sealed class EmbedderAnswerTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string call in Calls.Keys)
            {
                foreach (string answer in Answers.Keys)
                {
                    cases.Add(call, answer);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    private static Dictionary<string, Func<MemoryFixture, MemoryItem, CancellationToken, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["update"] = (fixture, item, token) => fixture.Memory.UpdateAsync(item.Id, "Likes coffee", cancellationToken: token),
        ["decided update"] = (fixture, item, token) => fixture.Memory.UpdateAsync(item.Id, _ => MemoryPatch.ForText("Likes coffee"), cancellationToken: token),
        ["batch"] = (fixture, item, token) => fixture.Memory.BatchUpdateAsync([new MemoryUpdate(item.Id, "Likes coffee")], cancellationToken: token),
        ["verbatim"] = (fixture, _, token) => fixture.Memory.AddAsync(
            "Likes coffee", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, token),
        ["inferred"] = (fixture, _, token) => fixture.Memory.AddAsync("I like coffee.", MemoryFixture.Alice, cancellationToken: token),
        ["import"] = (fixture, _, token) => fixture.Memory.ImportAsync(
            MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes("""[{"id":"i1","memory":"Likes coffee","user_id":"alice"}]"""))),
            cancellationToken: token),
        ["search"] = (fixture, _, token) => fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: token),
        ["search as of"] = (fixture, _, token) => fixture.Memory.SearchAsync(
            "coffee", MemoryFixture.Alice, new MemorySearchOptions { AsOf = MemoryAsOf.Known(fixture.Time.GetUtcNow()) }, token),
    };

    private static Dictionary<string, (Type Error, AnsweringEmbeddings.Answer Answer)> Answers { get; } = new(StringComparer.Ordinal)
    {
        ["infinite"] = (typeof(EmbeddingException), Each(vector => vector[0] = float.PositiveInfinity)),
        ["minus infinite"] = (typeof(EmbeddingException), Each(vector => vector[^1] = float.NegativeInfinity)),
        ["all not numbers"] = (typeof(EmbeddingException), Each(vector => Array.Fill(vector, float.NaN))),
        ["zero"] = (typeof(EmbeddingException), Each(Array.Clear)),
        ["no components"] = (typeof(EmbeddingException), (sound, _) => Of(sound.Select(_ => new Embedding<float>(default)))),
        ["one dimension less"] = (typeof(EmbeddingDimensionException), (sound, _) => Of(sound.Select(one => new Embedding<float>(one.Vector[1..])))),
        ["empty list"] = (typeof(EmbeddingException), (_, _) => Of([])),
        ["one too many"] = (typeof(EmbeddingException), (sound, _) => Of(sound.Append(sound[0]))),
        ["null"] = (typeof(EmbeddingException), (_, _) => Task.FromResult<GeneratedEmbeddings<Embedding<float>>>(null!)),
        ["list of null"] = (typeof(EmbeddingException), (sound, _) => Of(sound.Select(_ => (Embedding<float>)null!))),
        ["429"] = (typeof(MemoryNetworkException), Failing(new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests))),
        ["500 in a wrapper"] = (typeof(MemoryNetworkException), Failing(
            new InvalidOperationException("sdk", new HttpRequestException("oops", null, HttpStatusCode.InternalServerError)))),
        ["401"] = (typeof(MemoryAccessDeniedException), Failing(new HttpRequestException("no", null, HttpStatusCode.Unauthorized))),
        ["own kind of error"] = (typeof(EmbeddingException), Failing(new FormatException("what"))),
        ["its own time limit"] = (typeof(MemoryNetworkException), Failing(new TaskCanceledException("too slow", new TimeoutException()))),
        ["a cancellation that nobody asked for"] = (typeof(MemoryNetworkException), Failing(new OperationCanceledException())),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_WhenTheEmbedderAnswersNonsense_ThrowsTypedAndLeavesAllAsItWas_E6(string call, string answer)
    {
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator());
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        string rows = FileRows.Of(fixture).Rows;
        embeddings.Instead = Answers[answer].Answer;

        Func<Task> failing = () => Calls[call](fixture, item, Token);

        (await failing.Should().ThrowAsync<MemoryException>()).Which.Should().BeOfType(Answers[answer].Error);
        FileRows.Of(fixture).Rows.Should().Be(rows);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        embeddings.Instead = null;
        await Calls[call](fixture, item, Token);
        FileVectors.ShouldFit(fixture);
    }

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task Call_WhenTheEmbedderNeverAnswersNorListens_EndsByTheTimeLimitOrByItsToken_E6(string call)
    {
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator());
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        string rows = FileRows.Of(fixture).Rows;
        TaskCompletionSource asked = new();
        embeddings.Instead = (_, _) =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>().Task;
        };

        Task slow = Calls[call](fixture, item, Token);
        await asked.Task;
        fixture.Time.Advance(TimeSpan.FromSeconds(31));

        await FluentActions.Awaiting(() => slow).Should().ThrowAsync<MemoryNetworkException>();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        asked = new TaskCompletionSource();
        Task given = Calls[call](fixture, item, source.Token);
        await asked.Task;
        await source.CancelAsync();
        await FluentActions.Awaiting(() => given).Should().ThrowAsync<OperationCanceledException>();
        FileRows.Of(fixture).Rows.Should().Be(rows);
        embeddings.Instead = null;
        await Calls[call](fixture, item, Token);
    }

    [Fact]
    public async Task UpdateAsync_WhenACancelledCallLooksLikeABrokenConnection_SaysThatItWasCancelled_E6()
    {
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator());
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        embeddings.Instead = async (_, _) =>
        {
            await source.CancelAsync();
            throw new HttpRequestException("connection closed");
        };

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "Likes coffee", cancellationToken: source.Token);

        await update.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task BatchUpdateAsync_WhenOneVectorOfManyIsOfAnotherLength_ChangesNothing_E6()
    {
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator());
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));
        MemoryItem[] items = [await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Likes milk"), await fixture.StoreAsync("Likes water")];
        string rows = FileRows.Of(fixture).Rows;
        embeddings.Instead = (sound, _) => Of(sound.Select((one, i) => i == 1 ? new Embedding<float>(one.Vector[1..]) : one));

        Func<Task> update = () => fixture.Memory.BatchUpdateAsync(items.Select((item, i) => new MemoryUpdate(item.Id, $"Likes {i}")), cancellationToken: Token);

        await update.Should().ThrowAsync<EmbeddingDimensionException>();
        FileRows.Of(fixture).Rows.Should().Be(rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task AddAsync_WhenTheVeryFirstAnswerIsOfSeveralLengths_DoesNotTakeOneOfThemForTheStores_E6(int shorter)
    {
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator());
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));
        embeddings.Instead = (sound, _) => Of(sound.Select((one, i) => i == shorter ? new Embedding<float>(one.Vector[1..]) : one));
        ChatMessage[] messages = [new(ChatRole.User, "Likes tea"), new(ChatRole.User, "Likes milk")];
        Func<Task> add = () => fixture.Memory.AddAsync(messages, MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        await add.Should().ThrowAsync<EmbeddingDimensionException>();

        embeddings.Instead = null;
        await add();

        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
        FileVectors.ShouldFit(fixture);
    }

    [Fact]
    public async Task AddAsync_WhenTheEmbedderWritesEveryAnswerIntoTheSameArray_KeepsWhatEachTextHad_E6()
    {
        float[] shared = new float[64];
        AnsweringEmbeddings embeddings = new(new DeterministicEmbeddingGenerator())
        {
            Instead = (sound, _) =>
            {
                sound[0].Vector.CopyTo(shared);
                return Of([new Embedding<float>(shared)]);
            },
        };
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings));

        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        MemoryItem water = await fixture.StoreAsync("Swims at noon");

        FileVectors.ShouldFit(fixture);
        (await fixture.Memory.SearchAsync("Likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Should().Be(tea);
        (await fixture.Memory.SearchAsync("Swims at noon", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Should().Be(water);
    }

    [Fact]
    public async Task Calls_WhenTheModelIsAnotherThanTheFiles_AreAllRefusedAndTheFileStays_E6()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        string rows = FileRows.Of(fixture).Rows;
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(new DeterministicEmbeddingGenerator(modelId: "newer")));
        Func<Task>[] calls =
        [
            () => other.UpdateAsync(item.Id, "Likes coffee", cancellationToken: Token),
            () => other.AddAsync("I like coffee.", MemoryFixture.Alice, cancellationToken: Token),
            () => other.BatchUpdateAsync([new MemoryUpdate(item.Id, "Likes coffee")], cancellationToken: Token),
            () => other.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token),
        ];

        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<EmbeddingSpaceException>()).Which.IsTransient.Should().BeFalse();
        }

        FileRows.Of(fixture).Rows.Should().Be(rows);
    }

    private static AnsweringEmbeddings.Answer Each(Action<float[]> change) => (sound, _) => Of(sound.Select(one =>
    {
        float[] vector = one.Vector.ToArray();
        change(vector);
        return new Embedding<float>(vector);
    }));

    private static AnsweringEmbeddings.Answer Failing(Exception exception) =>
        (_, _) => Task.FromException<GeneratedEmbeddings<Embedding<float>>>(exception);

    private static Task<GeneratedEmbeddings<Embedding<float>>> Of(IEnumerable<Embedding<float>> embeddings) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(embeddings));
}
