using System.Text;
using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Facts of our own in the format of MemoryAgentBench's conflict resolution.</summary>
internal static class TinyConsolidation
{
    /// <remarks>The first question's newest fact is the longer one, so score alone prefers the older; the second has one fact only.</remarks>
    public const string Json = """
        [
          {
            "source": "tiny",
            "context": "Here is a list of facts:\n0. The capital of Ruritania is Strelsau.\n1. Ida plays the flute.\n2. The capital of Ruritania is New Zenda Hill.\n",
            "questions": ["What is the capital of Ruritania?", "Which instrument does Ida play?", "Who wrote the anthem?"],
            "answers": [["New Zenda Hill"], ["the Flute", "recorder"], ["Nobody"]]
          }
        ]
        """;

    public static IReadOnlyList<ConsolidationSource> Read(string json = Json) =>
        ConsolidationFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
