namespace Mem0Sharp.Tests.Core;

public sealed class MemoryScopeTests
{
    public static TheoryData<string> BadIds =>
        ["", " ", "a b", " a", "a\t", "a\n", "\u00a0", "a\u2003b", "a\0", "a\u0085", "a\u009f", "\ud83d", "a\ude00b", "\ude00\ud83d", new string('x', 257)];

    [Fact]
    public void Factories_Ids_AreKeptUnderTheirKind()
    {
        Ids(MemoryScope.ForUser("u", "a", "r", "p")).Should().Be("u|a|r|p");
        Ids(MemoryScope.ForUser("u")).Should().Be("u|||");
        Ids(MemoryScope.ForAgent("a", "r", "p")).Should().Be("|a|r|p");
        Ids(MemoryScope.ForAgent("a")).Should().Be("|a||");
        Ids(MemoryScope.ForRun("r", "p")).Should().Be("||r|p");
        Ids(MemoryScope.ForRun("r")).Should().Be("||r|");
        Ids(MemoryScope.ForApp("p")).Should().Be("|||p");
        Ids(MemoryScope.Create(runId: "r")).Should().Be("||r|");
        Ids(MemoryScope.Create("u", "a", "r", "p")).Should().Be("u|a|r|p");
    }

    [Fact]
    public void Factories_Null_IsRefusedByName()
    {
        FluentActions.Invoking(() => MemoryScope.ForUser(null!)).Should().Throw<ArgumentNullException>().WithParameterName("userId");
        FluentActions.Invoking(() => MemoryScope.ForAgent(null!)).Should().Throw<ArgumentNullException>().WithParameterName("agentId");
        FluentActions.Invoking(() => MemoryScope.ForRun(null!)).Should().Throw<ArgumentNullException>().WithParameterName("runId");
        FluentActions.Invoking(() => MemoryScope.ForApp(null!)).Should().Throw<ArgumentNullException>().WithParameterName("appId");
    }

    [Fact]
    public void Create_NoId_IsRefused() =>
        FluentActions.Invoking(() => MemoryScope.Create()).Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("scope");

    [Theory(DisableDiscoveryEnumeration = true)] // Half a surrogate pair would not survive being listed.
    [MemberData(nameof(BadIds))]
    public void Factories_ImpossibleId_IsRefusedByNameWithoutQuotingIt(string id)
    {
        (string Parameter, Action Make)[] cases =
        [
            ("userId", () => MemoryScope.ForUser(id)),
            ("agentId", () => MemoryScope.ForUser("u", agentId: id)),
            ("runId", () => MemoryScope.ForUser("u", runId: id)),
            ("appId", () => MemoryScope.ForUser("u", appId: id)),
            ("agentId", () => MemoryScope.ForAgent(id)),
            ("runId", () => MemoryScope.ForRun(id)),
            ("appId", () => MemoryScope.ForApp(id)),
            ("userId", () => MemoryScope.Create(id, "a")),
        ];

        foreach ((string parameter, Action make) in cases)
        {
            MemoryValidationException error = make.Should().Throw<MemoryValidationException>().Which;
            error.Parameter.Should().Be(parameter);
            if (id.Length > 10)
            {
                error.Message.Should().NotContain(id);
            }
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("alice@example.com")]
    [InlineData("\U0001F600")]
    [InlineData("\u0905\u093F")]
    [InlineData("a/b:c#1%'\"")]
    public void ForUser_UnusualButPossibleId_IsAccepted(string id) => MemoryScope.ForUser(id).UserId.Should().Be(id);

    [Fact]
    public void ForUser_LongestId_IsAccepted() => MemoryScope.ForUser(new string('x', 256)).UserId.Should().HaveLength(256);

    [Fact]
    public void Equals_AllIdsEqual_IsTrueAndOtherwiseFalse()
    {
        MemoryScope scope = MemoryScope.ForUser("u", "a", "r", "p");

        scope.Should().Be(MemoryScope.Create("u", "a", "r", "p"));
        scope.GetHashCode().Should().Be(MemoryScope.Create("u", "a", "r", "p").GetHashCode());
        scope.Should().NotBe(MemoryScope.ForUser("U", "a", "r", "p"));
        scope.Should().NotBe(MemoryScope.ForUser("u", "x", "r", "p"));
        scope.Should().NotBe(MemoryScope.ForUser("u", "a", "x", "p"));
        scope.Should().NotBe(MemoryScope.ForUser("u", "a", "r", "x"));
        scope.Should().NotBe(MemoryScope.ForUser("u", "a", "r"));
        MemoryScope.ForUser("x").Should().NotBe(MemoryScope.ForAgent("x"));
        scope.Equals((object)"u").Should().BeFalse();
        scope.Equals(null).Should().BeFalse();
    }

    [Theory]
    [InlineData("u", null, null, null, true)]
    [InlineData(null, "a", null, null, true)]
    [InlineData(null, null, "r", null, true)]
    [InlineData(null, null, null, "p", true)]
    [InlineData("u", "a", "r", "p", true)]
    [InlineData("x", null, null, null, false)]
    [InlineData(null, "x", null, null, false)]
    [InlineData(null, null, "x", null, false)]
    [InlineData(null, null, null, "x", false)]
    [InlineData("u", "a", "r", "x", false)]
    [InlineData("x", "a", "r", "p", false)]
    [InlineData("U", null, null, null, false)]
    [InlineData(null, "linked-a", null, null, true)]
    [InlineData(null, null, "linked-r2", null, true)]
    [InlineData("u", "linked-a", "linked-r1", "p", true)]
    [InlineData("linked-a", null, null, null, false)]
    [InlineData(null, null, null, "linked-a", false)]
    [InlineData(null, "linked-r1", null, null, false)]
    [InlineData(null, null, "linked-a", null, false)]
    public void Contains_Memory_WhenEveryNamedIdIsItsOwnOrLinked(string? user, string? agent, string? run, string? app, bool expected)
    {
        MemoryItem item = new()
        {
            Id = "1",
            Text = "t",
            Scope = MemoryScope.ForUser("u", "a", "r", "p"),
            LinkedAgentIds = ["linked-a"],
            LinkedRunIds = ["linked-r1", "linked-r2"],
        };

        MemoryScope.Create(user, agent, run, app).Contains(item).Should().Be(expected);
    }

    [Fact]
    public void Contains_MemoryThatLacksANamedId_IsFalse() =>
        MemoryScope.ForUser("u", "a").Contains(new MemoryItem { Id = "1", Text = "t", Scope = MemoryScope.ForUser("u") }).Should().BeFalse();

    [Fact]
    public void ToString_AnyScope_NamesKindsAndNoIds()
    {
        MemoryScope.ForUser("secret1", "secret2", "secret3", "secret4").ToString().Should().Be("MemoryScope (user, agent, run, app)");
        MemoryScope.ForRun("secret").ToString().Should().Be("MemoryScope (run)");
    }

    private static string Ids(MemoryScope scope) => $"{scope.UserId}|{scope.AgentId}|{scope.RunId}|{scope.AppId}";
}
