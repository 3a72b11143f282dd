using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Describe;

public sealed class ImageTests
{
    private const string Described = """{"description":"A brown dog on a beach, with a tag \"Rex\"."}""";

    private static readonly DataContent Photo = new(new byte[] { 1, 2, 3 }, "image/png");

    private static readonly MemoryAddOptions Describing = new() { Images = MemoryImageMode.Describe };

    [Fact]
    public async Task AddAsync_Describing_PutsWhatTheImageShowsBesideTheWords()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.ReportUsage(10, 5).Reply(Described).Reply("""{"facts":[{"text":"Alice has a dog called Rex","messages":[0]}]}""");
        ChatMessage message = new(ChatRole.User, [new TextContent("My dog."), Photo]) { MessageId = "m1", AuthorName = "Alice" };

        MemoryAddResult added = await fixture.Memory.AddAsync([message], Alice, Describing, Token);

        ChatMessage asked = fixture.Chat.Requests[0].Messages[1];
        asked.Contents.OfType<DataContent>().Should().ContainSingle().Which.Should().BeSameAs(Photo);
        asked.Text.Should().StartWith("user: \"My dog.\"");
        fixture.Chat.Requests[1].LastText.Should().Contain("""[0] user "Alice": "My dog.\n[image: A brown dog on a beach, with a tag \"Rex\".]" """.TrimEnd());
        fixture.Chat.Requests[1].Messages[1].Contents.OfType<DataContent>().Should().BeEmpty("described once, it is words");
        added.Facts.Single().Item!.Source!.MessageIds.Should().Equal("m1");
        (added.ModelCalls, added.Usage!.InputTokenCount).Should().Be((2, 20));
        added.SkippedImages.Should().BeEmpty();
    }

    [Theory]
    [InlineData(MemoryAddMode.Reconcile)]
    [InlineData(MemoryAddMode.Verbatim)]
    public async Task AddAsync_ByDefault_SkipsImagesAndSaysSo(MemoryAddMode mode)
    {
        await using MemoryFixture fixture = ByRules();
        ChatMessage[] messages =
        [
            new(ChatRole.User, [Photo]),
            new(ChatRole.User, [new TextContent("I like green tea."), Photo, new UriContent("https://example.com/tea.jpg", "image/jpeg")]),
            new(ChatRole.User, [new TextContent("I have a cat."), new DataContent(new byte[] { 1 }, "audio/wav")]),
        ];

        MemoryAddResult added = await fixture.Memory.AddAsync(messages, Alice, new MemoryAddOptions { Mode = mode }, Token);

        added.Facts.Should().HaveCount(2);
        added.SkippedImages.Select(image => image.Message).Should().Equal(0, 1, 1);
        added.SkippedImages.Should().OnlyContain(image => image.Reason.Length > 0);
    }

    [Fact]
    public async Task AddAsync_OfImagesAlone_SkippingThem_AddsNothing()
    {
        await using MemoryFixture fixture = ByModel();

        MemoryAddResult added = await fixture.Memory.AddAsync([new ChatMessage(ChatRole.User, [Photo])], Alice, cancellationToken: Token);

        (added.Facts.Count, added.SkippedImages.Count).Should().Be((0, 1));
        fixture.Chat.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_Refusing_RefusesBeforeAnythingIsAsked()
    {
        await using MemoryFixture fixture = ByModel(builder => builder.Configure(options => options.Images = MemoryImageMode.Refuse));
        fixture.Extracts();
        ChatMessage[] messages = [new(ChatRole.User, "Hello"), new(ChatRole.User, [new TextContent("My dog."), Photo])];

        Func<Task> adding = () => fixture.Memory.AddAsync(messages, Alice, cancellationToken: Token);

        (await adding.Should().ThrowAsync<MemoryValidationException>()).Which.Message.Should().Contain("Message 1");
        fixture.Chat.Requests.Should().BeEmpty();
        await fixture.Memory.AddAsync([messages[0]], Alice, cancellationToken: Token);
        fixture.Chat.Requests.Should().ContainSingle("without an image it is asked");
    }

    [Fact]
    public async Task AddAsync_DescribingTwiceWithAKey_AsksOnce()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply(Described).Reply("""{"facts":[{"text":"Alice has a dog","messages":[0]}]}""");
        MemoryAddOptions once = new() { Images = MemoryImageMode.Describe, IdempotencyKey = "photo" };
        ChatMessage Message(byte last) => new(ChatRole.User, [new DataContent(new byte[] { 1, 2, last }, "image/png")]);
        await fixture.Memory.AddAsync([Message(3)], Alice, once, Token);

        MemoryAddResult again = await fixture.Memory.AddAsync([Message(3)], Alice, once, Token);

        again.Facts.Single().Item!.Text.Should().Be("Alice has a dog");
        fixture.Chat.Requests.Should().HaveCount(2);
        Func<Task> other = () => fixture.Memory.AddAsync([Message(4)], Alice, once, Token);
        await other.Should().ThrowAsync<IdempotencyKeyException>("another image is another call");
    }

    [Fact]
    public async Task AddAsync_DescribingWithARedaction_RedactsTheDescriptionToo()
    {
        await using MemoryFixture fixture = ByModel(builder => builder.UseRedaction(text => text.Replace("Rex", "[name]", StringComparison.Ordinal)));
        fixture.Chat.Reply(Described).Reply("""{"facts":[]}""");

        await fixture.Memory.AddAsync([new ChatMessage(ChatRole.User, [new TextContent("This is Rex."), Photo])], Alice, Describing, Token);

        fixture.Chat.Requests[0].Messages[1].Contents.OfType<DataContent>().Should().ContainSingle();
        fixture.Chat.Requests.Should().OnlyContain(request => !request.AllText.Contains("Rex"));
        fixture.Chat.Requests[1].LastText.Should().Contain("[name]");
    }

    [Fact]
    public async Task AddAsync_WhenTheDescriptionIsUnreadableTwice_ThrowsAndWritesNothing()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply("A dog.").Reply("""{"description":" "}""");

        Func<Task> adding = () => fixture.Memory.AddAsync([new ChatMessage(ChatRole.User, [Photo])], Alice, Describing, Token);

        (await adding.Should().ThrowAsync<ModelResponseException>()).Which.Stage.Should().Be("describe");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task AddAsync_DescribingWithoutAModel_SaysWhatIsMissing()
    {
        await using MemoryFixture fixture = ByRules();

        Func<Task> adding = () => fixture.Memory.AddAsync([new ChatMessage(ChatRole.User, [new TextContent("My dog."), Photo])], Alice, Describing, Token);

        await adding.Should().ThrowAsync<MemoryConfigurationException>();
    }

    [Fact]
    public async Task AddAsync_WithAModeThatIsNone_IsRefused()
    {
        await using MemoryFixture fixture = ByRules();

        Func<Task> adding = () => fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, "Hello")], Alice, new MemoryAddOptions { Images = (MemoryImageMode)3 }, Token);

        await adding.Should().ThrowAsync<MemoryValidationException>();
    }
}
