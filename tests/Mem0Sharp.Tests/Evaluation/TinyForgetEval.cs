using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Cases of our own in the format of ForgetEval.</summary>
internal static class TinyForgetEval
{
    /// <remarks>
    /// In the third, all that is known of Theo has to go, not only what is found first. The last cannot be passed by who keeps the
    /// whiteboards: "white" is in them.
    /// </remarks>
    public const string Lines = """
        {"id": "move", "family": "supersession", "setup_facts": ["Nora lives in Riga.", "The lift is out of order."], "mutations": [["supersede", "Nora address", "Nora moved to Turin."]], "final_query": "Where does Nora live?", "must_contain": ["turin"], "must_not_contain": ["Riga"]}

        {"id": "code", "family": "decay", "setup_facts": ["The door code is 4711.", "The gate code is 0815."], "mutations": [["release", "door code 4711"]], "final_query": "What is the door code?", "must_contain": ["0815"], "must_not_contain": ["4711"]}
        {"id": "person", "family": "amnesia", "setup_facts": ["Theo plays chess.", "Theo sleeps in the attic of the old mill.", "Ida plays chess."], "mutations": [["release", "Theo profile"]], "final_query": "Who plays chess?", "must_contain": ["Ida"], "must_not_contain": ["Theo"]}
        {"id": "account", "family": "purge", "setup_facts": ["Account ida@lake.org was opened.", "Account theo@lake.org was closed."], "mutations": [["purge", "ida@lake.org account"]], "final_query": "Show account ida@lake.org.", "must_contain": ["theo@lake.org"], "must_not_contain": ["ida@lake.org"]}
        {"id": "inner-word", "family": "purge", "setup_facts": ["Whiteboards were cleaned.", "Ida's car is white."], "mutations": [["purge", "Ida car"]], "final_query": "What is white?", "must_contain": [], "must_not_contain": ["white"]}
        """;

    public static Task<IReadOnlyList<ForgetCase>> ReadAsync(string lines = Lines) =>
        ForgetEvalFile.ReadAsync(new StringReader(lines), TestContext.Current.CancellationToken);

    /// <summary>Makes a case with nothing in it but what an answer must and must not have.</summary>
    public static ForgetCase Case(string id, string[] required, string[] forbidden) =>
        new(id, "any", [], [], "What?", required, forbidden);
}
