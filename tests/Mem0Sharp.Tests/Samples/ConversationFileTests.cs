using Microsoft.Extensions.AI;
using Quickstart;

namespace Mem0Sharp.Tests.Samples;

public sealed class ConversationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfTheShippedConversation_FindsItsUserItsExchangesAndItsLastQuestion()
    {
        ChatLog chat = ConversationFile.Read(ConversationFile.Shipped, 1);

        chat.UserId.Should().Be("Nora");
        chat.MessageCount.Should().BeInRange(12, 16);
        chat.Exchanges.Should().HaveCountGreaterThan(5).And.OnlyContain(exchange => exchange.Messages[0].Role == ChatRole.User);
        chat.Question.Should().Be("Which city is my home?");
    }

    [Fact]
    public void Read_OfMessages_KeepsRolesTextsNamesAndPlaces()
    {
        ChatLog chat = Read("""
            [{"role":"system","content":"Be kind."}, {"role":"user","content":"I like tea.","name":"Ada"},
             {"role":"assistant","content":"Noted."}, {"role":"user","content":" "}, {"role":"User","content":"Do I? I forgot.","name":"Ada"}]
            """);

        chat.UserId.Should().Be("Ada");
        chat.Question.Should().Be("Do I?");
        chat.Exchanges.Should().HaveCount(2);
        chat.Exchanges.SelectMany(exchange => exchange.Messages)
            .Select(message => (message.Role.Value, message.AuthorName, message.Text, message.MessageId))
            .Should().Equal(
                ("user", "Ada", "I like tea.", "talk.json#2"),
                ("assistant", null, "Noted.", "talk.json#3"),
                ("user", "Ada", "Do I? I forgot.", "talk.json#5"));
    }

    [Fact]
    public void Read_OfMessagesWithoutNameOrQuestion_HasAUserAndAQuestionAllTheSame()
    {
        ChatLog chat = Read("""[{"role":"user","content":"I like tea."}]""");

        chat.UserId.Should().Be("user");
        chat.Question.Should().EndWith("?");
    }

    [Fact]
    public void Read_OfLocomo_OrdersSessionsByNumberAndDatesThem()
    {
        ChatLog chat = ConversationFile.Read(_folder.Write("locomo.json", Locomo), 2);

        chat.UserId.Should().Be("conv-b");
        chat.Question.Should().Be("Who paints?");
        chat.Exchanges.Select(exchange => exchange.OccurredAt).Should().Equal(
            new DateTimeOffset(2023, 5, 8, 13, 56, 0, TimeSpan.Zero), null);
        chat.Exchanges.SelectMany(exchange => exchange.Messages)
            .Select(message => (message.Role, message.AuthorName, message.Text, message.MessageId))
            .Should().Equal(
                (ChatRole.User, "Ann", "I paint.", "D2:1"),
                (ChatRole.User, "Ben", "Lovely.", "D2:2"),
                (ChatRole.User, "Ben", "Hello again.", "D10:1"));
    }

    [Fact]
    public void Read_OfOneLocomoConversation_NeedsNoListAroundIt() =>
        ConversationFile.Read(
            _folder.Write("one.json", """{"conversation":{"session_1":[{"speaker":"Ann","dia_id":"D1:1","text":"I paint."}]}}"""), 1)
            .UserId.Should().Be("conversation-1");

    [Theory]
    [InlineData("[", "talk.json is not JSON: line 1 cannot be read.")]
    [InlineData("{}", "talk.json is neither a JSON array of messages nor a LoCoMo file.")]
    [InlineData("[]", "talk.json holds no message with text.")]
    [InlineData("""[{"role":"user","content":"a"},{"role":"user"}]""", "talk.json: message 2 has no \"content\" that is a text.")]
    [InlineData("""[{"content":"a"}]""", "talk.json: message 1 has no \"role\" that is a text.")]
    [InlineData("""["a"]""", "talk.json: message 1 has no \"role\" that is a text.")]
    [InlineData("""[{"role":"user","content":[]}]""", "talk.json: message 1 has no \"content\" that is a text.")]
    [InlineData("""{"conversation":{"session_1":[{"speaker":"Ann"}]}}""", "talk.json: turn 1 of session 1 has no \"text\" that is a text.")]
    [InlineData("""{"conversation":{"session_1":[]}}""", "talk.json: conversation 1 has no turn with text.")]
    public void Read_OfWhatIsNoConversation_SaysInOneLineWhy(string json, string message)
    {
        Action read = () => Read(json);

        read.Should().Throw<UsageException>().WithMessage(message);
    }

    [Fact]
    public void Read_OfAConversationThatIsNotThere_SaysHowManyThereAre()
    {
        string path = _folder.Write("locomo.json", Locomo);
        Action read = () => ConversationFile.Read(path, 3);

        read.Should().Throw<UsageException>().WithMessage("locomo.json holds 2 conversations, so there is no number 3.");
    }

    [Fact]
    public void Read_OfNoFile_SaysSo()
    {
        string path = _folder.Path("none.json");
        Action read = () => ConversationFile.Read(path, 1);

        read.Should().Throw<UsageException>().WithMessage($"There is no file {path}.");
    }

    private const string Locomo = """
        [
          {"sample_id":"conv-a","conversation":{"session_1":[{"speaker":"Cy","dia_id":"D1:1","text":"Hi."}]}},
          {"sample_id":"conv-b","qa":[{"question":"Who paints?"}],"conversation":{
            "session_10":[{"speaker":"Ben","dia_id":"D10:1","text":"Hello again."}],
            "session_2_date_time":"1:56 pm on 8 May, 2023",
            "session_2":[{"speaker":"Ann","dia_id":"D2:1","text":"I paint."},{"speaker":"Ben","dia_id":"D2:2","text":"Lovely."}]}}
        ]
        """;

    private ChatLog Read(string json) => ConversationFile.Read(_folder.Write("talk.json", json), 1);
}
