using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Adds conversations to one memory, then asks the questions about them.</summary>
/// <remarks>
/// All goes through <see cref="Memory"/>, into a file. Only the model is not there: its extraction was recorded with the data, and
/// it decides ADD about every fact, so that what is measured is retrieval. Both speakers are people, so both have the role "user"
/// and are told apart by name. Each conversation is a user of its own: no question may find another conversation's memories.
/// </remarks>
internal sealed class LocomoRun(IReadOnlyList<LocomoConversation> conversations, EvaluationConsole console, bool newestAmongNearTies)
{
    private readonly LocomoResult _result = new()
    {
        Conversations = conversations.Count,
        Sessions = conversations.Sum(conversation => conversation.Sessions.Count),
        FactsInFile = conversations.Sum(conversation => conversation.Sessions.Sum(session => session.RecordedFacts)),
        QuestionsInFile = conversations.Sum(conversation => conversation.Questions.Count),
        QuestionsWithoutEvidence = conversations.Sum(conversation => conversation.Questions.Count(question => question.Evidence.Count == 0)),
    };

    private readonly RecordedReplies _replies = new();

    /// <param name="databasePath">The memory file to make.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<LocomoResult> RunAsync(string databasePath, CancellationToken cancellationToken)
    {
        using LexicalEmbeddingGenerator lexical = new();
        using CountingEmbeddings embeddings = new(lexical);
        using ScriptedChatClient chatClient = ScriptedChatClient.From(request => _replies.Reply(request.Options));
        await using Memory memory = new MemoryBuilder()
            .UseChatClient(chatClient)
            .UseEmbeddings(embeddings)
            .UseSqlite(databasePath)
            .UseTimeProvider(new SteppingClock())
            .Build();
        _result.EmbeddingModel = memory.EmbeddingModel;
        long start = console.Time.GetTimestamp();
        await AddAsync(memory, cancellationToken);
        long added = console.Time.GetTimestamp();
        await AskAsync(memory, cancellationToken);
        _result.Adding = console.Time.GetElapsedTime(start, added);
        _result.Searching = console.Time.GetElapsedTime(added);
        _result.ModelCalls = chatClient.Requests.Count;
        _result.EmbeddingCalls = embeddings.Calls;
        _result.EmbeddingTexts = embeddings.Texts;
        return _result;
    }

    private static MemoryScope ScopeOf(LocomoConversation conversation) => MemoryScope.ForUser(conversation.Id);

    private async Task AddAsync(Memory memory, CancellationToken cancellationToken)
    {
        ProgressLine progress = new(console, _result.Sessions);
        foreach (LocomoConversation conversation in conversations)
        {
            int before = _result.Added;
            foreach (LocomoSession session in conversation.Sessions)
            {
                await AddAsync(memory, ScopeOf(conversation), session, cancellationToken);
                progress.Step($"sessions added ({conversation.Id})");
            }

            long memories = await memory.CountAsync(ScopeOf(conversation), cancellationToken: cancellationToken);
            _result.Memories += memories;
            progress.Milestone(
                $"{conversation.Id}: {conversation.Sessions.Count} sessions, {_result.Added - before} facts added, {memories} memories");
        }
    }

    private async Task AddAsync(Memory memory, MemoryScope scope, LocomoSession session, CancellationToken cancellationToken)
    {
        _replies.Session = session;
        IEnumerable<ChatMessage> messages = session.Turns.Select(
            turn => new ChatMessage(ChatRole.User, turn.Text) { MessageId = turn.Id, AuthorName = turn.Speaker });
        MemoryAddResult added = await memory.AddAsync(
            messages, scope, new MemoryAddOptions { OccurredAt = session.OccurredAt }, cancellationToken);
        _replies.Session = null;
        _result.FactsExtracted += added.Facts.Count;
        _result.Added += added.Facts.Count(fact => fact.Outcome == FactOutcome.Added);
        _result.Refused += added.Facts.Count(fact => fact.Outcome == FactOutcome.Refused);
    }

    private async Task AskAsync(Memory memory, CancellationToken cancellationToken)
    {
        (LocomoConversation Conversation, LocomoQuestion Question)[] questions =
        [
            .. conversations.SelectMany(
                conversation => conversation.AnswerableQuestions(), (conversation, question) => (conversation, question)),
        ];
        ProgressLine progress = new(console, questions.Length);
        MemorySearchOptions options = new() { Top = RetrievalScore.Depth, NewestAmongNearTies = newestAmongNearTies };
        foreach ((LocomoConversation conversation, LocomoQuestion question) in questions)
        {
            MemorySearchResults found = await memory.SearchAsync(question.Text, ScopeOf(conversation), options, cancellationToken);
            _result.Count(
                question.Category,
                RetrievalScore.Of([.. found.Select(result => result.Item.Source?.MessageIds ?? [])], question.Evidence));
            progress.Step($"questions asked ({conversation.Id})");
        }

        progress.Clear();
    }
}
