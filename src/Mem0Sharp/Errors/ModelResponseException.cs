namespace Mem0Sharp;

/// <summary>A model's reply could not be read as what was asked for. Nothing was written.</summary>
/// <remarks>Immutable. The reply itself is in no member: it may hold private text. It is logged at Trace.</remarks>
public sealed class ModelResponseException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="stage">The stage that asked: "extract", "arbitrate" or "rerank", for instance.</param>
    /// <param name="message">What is wrong with the reply, without quoting it.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelResponseException(string stage, string message, Exception? innerException = null)
        : base(
            MemoryErrorCodes.ModelResponse,
            message,
            "Call again, use a model that keeps to a JSON schema, or add with Mode = MemoryAddMode.Verbatim.",
            innerException)
    {
        Stage = stage;
        Details = Facts(("stage", stage));
    }

    /// <summary>Gets the stage that asked: "extract", "arbitrate" or "rerank", for instance.</summary>
    public string Stage { get; }

    /// <summary>Gets a value indicating whether the call may succeed when repeated: true, since models answer differently.</summary>
    public override bool IsTransient => true;
}
