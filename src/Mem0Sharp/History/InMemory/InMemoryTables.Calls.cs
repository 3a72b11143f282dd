namespace Mem0Sharp;

/// <content>Calls that happen once.</content>
internal sealed partial class InMemoryTables
{
    private readonly Dictionary<string, InMemoryCall> _calls = new(StringComparer.Ordinal);

    /// <summary>Gets the calls that have happened, by key.</summary>
    public IEnumerable<KnownCall> Calls => _calls.OrderBy(known => known.Key, StringComparer.Ordinal).Select(known => known.Value.ToKnown(known.Key));

    public RecordedCall? Call(string key) => _calls.TryGetValue(key, out InMemoryCall? call) ? call.Recorded : null;

    public void Record(HistoryCall call, HistoryCallOutcome outcome)
    {
        foreach (string old in _calls.Where(known => known.Value.Recorded.CalledAt < call.ForgetBefore).Select(known => known.Key).ToArray())
        {
            _calls.Remove(old);
        }

        _calls.Add(call.Key, new InMemoryCall(new RecordedCall(call.Request, outcome.Description, call.CalledAt) { Scope = call.Scope }, call.Scope, outcome));
    }

    /// <summary>Notes a call that has happened, in the place of one with the same key.</summary>
    public void Note(KnownCall call) => _calls[call.Key] = InMemoryCall.Of(call);

    private void ForgetCalls(Func<InMemoryCall, bool> isErased)
    {
        foreach ((string key, InMemoryCall call) in _calls.Where(known => isErased(known.Value)).ToArray())
        {
            _calls[key] = call with { Recorded = call.Recorded with { Outcome = null, Scope = null }, Scope = null, Outcome = new HistoryCallOutcome(string.Empty, []) };
        }
    }
}
