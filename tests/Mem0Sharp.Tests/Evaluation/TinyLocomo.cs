using System.Text;
using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Two conversations of our own in the format of LoCoMo, made so that it is plain which fact answers which question.</summary>
internal static class TinyLocomo
{
    /// <remarks>
    /// In "tiny-1" the price of the ticket is told six times, so the fact with only the lighthouse in it comes seventh. "tiny-2"
    /// has six violinists who would all come before Nora if its facts were found from "tiny-1", and one fact twice.
    /// </remarks>
    public const string Json = """
        [
          {
            "sample_id": "tiny-1",
            "conversation": {
              "speaker_a": "Nora", "speaker_b": "Theo",
              "session_1_date_time": "9:05 am on 3 March, 2024",
              "session_1": [
                { "speaker": "Nora", "dia_id": "D1:1", "text": "I play the violin, in Prague." },
                { "speaker": "Theo", "dia_id": "D1:2", "text": "   " },
                { "speaker": "Theo", "dia_id": "D1:3", "text": "I keep bees." },
                { "speaker": "Theo", "dia_id": "D1:4", "text": "On the roof.", "img_url": ["a picture"], "blip_caption": "three hives in the sun" }
              ],
              "session_2_date_time": "12:30 pm on 4 March, 2024",
              "session_2": [
                { "speaker": "Theo", "dia_id": "D2:1", "text": "The ticket is four." },
                { "speaker": "Nora", "dia_id": "D2:2", "text": "I saw a lighthouse." }
              ],
              "session_3_date_time": "1:00 pm on 5 March, 2024"
            },
            "observation": {
              "session_1_observation": {
                "Nora": [["Nora plays the violin in Prague.", "D1:1"]],
                "Theo": [["Theo keeps bees on the roof.", ["D1:3", "D1:4", "D7:7"]]]
              },
              "session_2_observation": {
                "Theo": [
                  ["The lighthouse tour ticket price is four crowns.", "D2:1"],
                  ["The lighthouse tour ticket price was five crowns.", "D2:1"],
                  ["The lighthouse tour ticket price becomes six crowns.", "D2:1"],
                  ["The lighthouse tour ticket price is seven crowns.", "D2:1"],
                  ["The lighthouse tour ticket price was eight crowns.", "D2:1"],
                  ["The lighthouse tour ticket price becomes nine crowns.", "D2:1"]
                ],
                "Nora": [["Nora saw a lighthouse.", "D2:2"]]
              }
            },
            "qa": [
              { "question": "Where does Nora play the violin?", "answer": "Prague", "evidence": ["D1:1"], "category": 4 },
              { "question": "What is the lighthouse tour ticket price?", "answer": 4, "evidence": ["D2:2"], "category": 2 },
              { "question": "Where does Theo keep bees?", "evidence": ["D1:3; D:1:4", "D9:9"], "category": 1 },
              { "question": "Who is away?", "evidence": ["D9:9"], "category": 1 },
              { "question": "Who is here?", "evidence": ["D"], "category": 5 },
              { "question": "Who is there?", "category": 5 }
            ]
          },
          {
            "sample_id": "tiny-2",
            "conversation": {
              "speaker_a": "Ida", "speaker_b": "Nora",
              "session_1_date_time": "10:00 pm on 6 March, 2024",
              "session_1": [
                { "speaker": "Ida", "dia_id": "D1:1", "text": "Where does Nora play the violin?" },
                { "speaker": "Nora", "dia_id": "D1:2", "text": "In Vienna and elsewhere." }
              ]
            },
            "observation": {
              "session_1_observation": {
                "Ida": [["Nora does play the violin in Vienna.", "D1:1"]],
                "Nora": [
                  ["Nora does play the violin in Vienna.", "D1:2"],
                  ["Where Nora does play the violin is Rome.", "D1:2"],
                  ["Where Nora does play the violin is Riga.", "D1:2"],
                  ["Where Nora does play the violin is Turin.", "D1:2"],
                  ["Where Nora does play the violin is Lyon.", "D1:2"],
                  ["Where Nora does play the violin is Cork.", "D1:2"]
                ]
              }
            },
            "qa": [
              { "question": "Who plays in Vienna?", "evidence": ["D1:1", "D1:2"], "category": 4 }
            ]
          }
        ]
        """;

    public static IReadOnlyList<LocomoConversation> Read(string json = Json) =>
        LocomoFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
