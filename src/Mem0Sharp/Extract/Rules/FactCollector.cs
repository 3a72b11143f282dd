namespace Mem0Sharp;

/// <summary>Gathers the facts of one request, each once.</summary>
internal sealed class FactCollector
{
    private readonly List<ExtractedFact?> _facts = [];
    private readonly Dictionary<(string Key, FactIntent Intent), int> _places = [];

    public void Add(Finding finding, int message)
    {
        string text = StatementText.Tidy(finding.Text);
        string key = NormalForm.Key(text);
        if (key.Length == 0)
        {
            return;
        }

        if (_places.TryGetValue((key, finding.Intent), out int known) && _facts[known] is { } earlier)
        {
            if (!earlier.Messages.Contains(message))
            {
                _facts[known] = earlier with { Messages = [.. earlier.Messages, message] };
            }

            return;
        }

        if (finding.Intent == FactIntent.Retraction)
        {
            // Said and taken back in one breath: nothing of it is to be added.
            Drop((key, FactIntent.Statement));
            Drop((key, FactIntent.Correction));
        }

        string? replaces = finding.Replaces is null ? null : finding.Replaces.Trim().TrimEnd('.', '!', ',', ';', ':');
        _places[(key, finding.Intent)] = _facts.Count;
        _facts.Add(new ExtractedFact(text)
        {
            Messages = [message],
            Intent = finding.Intent,
            Replaces = string.IsNullOrEmpty(replaces) ? null : replaces,
            Type = StatementType.Of(text),
        });
    }

    public List<ExtractedFact> ToList() => [.. _facts.OfType<ExtractedFact>()];

    private void Drop((string Key, FactIntent Intent) place)
    {
        if (_places.Remove(place, out int known))
        {
            _facts[known] = null;
        }
    }
}
