using System.Text.Json;
using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class TurnIdsTests
{
    [Theory]
    [InlineData("D8:6", "D8:6")]
    [InlineData("D8:6; D9:17", "D8:6", "D9:17")]
    [InlineData("D8:6 D9:17", "D8:6", "D9:17")]
    [InlineData("D:11:26", "D11:26")]
    [InlineData("D30:05", "D30:5")]
    [InlineData("D8:6, D8:6", "D8:6")]
    public void Read_WithIdsHoweverWritten_GivesThemAsTurnsHaveThem(string text, params string[] ids) =>
        TurnIds.Read(text).Should().Equal(ids);

    [Theory]
    [InlineData("")]
    [InlineData("D")]
    [InlineData("8:6")]
    [InlineData("session 8")]
    public void Read_WithoutAnId_GivesNone(string text) => TurnIds.Read(text).Should().BeEmpty();

    [Theory]
    [InlineData("\"D1:2\"", "D1:2")]
    [InlineData("[\"D1:2\",\"D1:4; D1:2\"]", "D1:2", "D1:4")]
    [InlineData("null")]
    public void Read_OfAStringOrAList_GivesEachIdOnceInOrder(string json, params string[] ids)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        TurnIds.Read(document.RootElement).Should().Equal(ids);
    }
}
