namespace Mem0Sharp.Tests.Queue;

/// <summary>Finds each message a fact, and lets something happen while it thinks.</summary>
internal sealed class MeanwhileModel : IFactExtractor
{
    public Func<CancellationToken, Task> Do { get; set; } = _ => Task.CompletedTask;

    public async Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default)
    {
        await Do(cancellationToken);
        return new FactExtraction([.. request.Messages.Select((message, i) => new ExtractedFact(message.Text) { Messages = [i] })]);
    }
}
