using Mem0Sharp.Tests.Isolation;

namespace Mem0Sharp.Tests.Relate;

/// <summary>A link joins what one owner has. Another owner's memory can neither be linked nor walked to, nor told from one that is not there (C1, C2).</summary>
public sealed class LinkIsolationTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_ToAMemoryOfAnotherOwner_AnswersAsForOneThatNeverWas_C1_C2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseHistory(new InMemoryHistoryStore()));
        MemoryItem[] sources = await OneEachAsync(fixture), targets = await OneEachAsync(fixture);
        int linked = 0, refused = 0;
        foreach (MemoryItem source in sources)
        {
            string unknown = await AnswerAsync(fixture.Memory, source.Id, "unknown");
            foreach (MemoryItem target in targets)
            {
                string answer = await AnswerAsync(fixture.Memory, source.Id, target.Id);
                bool isOneOwners = Owner(source.Scope).Equals(Owner(target.Scope));

                answer.Should().Be(isOneOwners ? "linked" : unknown, "{0} to {1}", source.Scope, target.Scope);
                _ = isOneOwners ? linked++ : refused++;
            }
        }

        linked.Should().Be(sources.Length + (4 * 3), "alice, her two agents and her run are one owner");
        refused.Should().BeGreaterThan(linked);
    }

    [Fact]
    public async Task UpdateAsync_OfAHandle_LinksOnlyToWhatItSees_C1_C2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem alices = await fixture.StoreAsync("alice"), coachs = await fixture.StoreAsync("coach", MemoryScope.ForUser("alice", "coach")),
            also = await fixture.StoreAsync("coach too", MemoryScope.ForUser("alice", "coach")), chefs = await fixture.StoreAsync("chef", MemoryScope.ForUser("alice", "chef"));
        ScopedMemory handle = fixture.Memory.For(MemoryScope.ForUser("alice", "coach"));
        Func<string, Func<Task>> link = id => () => handle.UpdateAsync(
            coachs.Id, new MemoryPatch { Text = "new", Links = LinksPatch.Set(new MemoryLink(id)) }, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        string unknown = (await link("unknown").Should().ThrowAsync<MemoryValidationException>()).Which.Message;
        foreach (string id in (string[])[alices.Id, chefs.Id])
        {
            (await link(id).Should().ThrowAsync<MemoryValidationException>()).Which.Message.Should().Be(unknown);
        }

        fixture.Embeddings.CallCount.Should().Be(calls);
        await link(also.Id).Should().NotThrowAsync();
        await fixture.Memory.LinkAsync(coachs.Id, new(alices.Id, 0.5), new(chefs.Id, 0.5));
        (await handle.GetRelatedAsync(coachs.Id, cancellationToken: Token)).Select(related => related.Item.Text).Should().Equal("coach too");
        (await fixture.Memory.GetRelatedAsync(coachs.Id, cancellationToken: Token)).Should().HaveCount(3);
    }

    [Fact]
    public async Task GetRelatedAsync_OfLinksThatAnImportBrought_LeavesWhatIsAnotherOwners_C1()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        const string Items = """
            [{"id":"a","memory":"a","user_id":"alice","links":[{"id":"b"},{"id":"c"},{"id":"nothing"}]},{"id":"b","memory":"b","user_id":"bob","links":[{"id":"d"}]},
             {"id":"c","memory":"c","user_id":"alice","agent_id":"coach"},{"id":"d","memory":"d","user_id":"alice"},{"id":"e","memory":"e","agent_id":"coach","links":[{"id":"c"}]},
             {"id":"f","memory":"f","user_id":"alice","app_id":"web","links":[{"id":"a"}]}]
            """;
        await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Items))), cancellationToken: Token);
        MemoryRelatedOptions far = new() { Hops = 4 };

        (await fixture.Memory.WalkAsync("a", far)).Should().Equal("c 1");
        (await fixture.Memory.WalkAsync("c", far)).Should().Equal("a 1");
        foreach (string id in (string[])["b", "d", "e", "f"])
        {
            (await fixture.Memory.WalkAsync(id, far)).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task GetRelatedAsync_OfAMemoryThatIsNotThere_IsNotFound()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem deleted = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);

        foreach (string id in (string[])["unknown", deleted.Id])
        {
            Func<Task> walk = () => fixture.Memory.GetRelatedAsync(id, cancellationToken: Token);
            (await walk.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be(id);
        }
    }

    [Fact]
    public async Task AddAsync_ThatKeepsBesideAnothersMemory_TakesNoLinksOfThatOne()
    {
        // The agent's conversation says otherwise than a trusted memory that it is found by: it is kept beside.
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryAddOptions trusted = new() { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Trusted };
        MemoryItem alices = (await fixture.Memory.AddAsync("Lives in Berlin", MemoryScope.ForUser("alice", "coach"), trusted, Token)).Items.Single();
        MemoryItem job = (await fixture.Memory.AddAsync("Works as a nurse", MemoryScope.ForUser("alice", "coach"), trusted, Token)).Items.Single();
        await fixture.Memory.UpdateAsync(
            alices.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(job.Id)) }, new MemoryUpdateOptions { Trust = MemoryTrust.Trusted }, Token);
        foreach ((MemoryScope scope, int links) in ((MemoryScope, int)[])[(MemoryScope.ForAgent("coach"), 0), (MemoryScope.ForUser("alice", "coach", "r1"), 1)])
        {
            fixture.Extracts("Lives in Hamburg");
            fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Lives in Hamburg","old_text":"Lives in Berlin","reason":null}""");

            MemoryAddResult result = await fixture.Memory.AddAsync("I moved to Hamburg", scope, cancellationToken: Token);

            MemoryItem kept = result.Facts.Single().Item!;
            (kept.ReviewOf, kept.Scope).Should().Be((alices.Id, scope));
            kept.Links.Should().HaveCount(links);
            await fixture.Memory.DeleteAsync(kept.Id, cancellationToken: Token);
        }
    }

    private static async Task<MemoryItem[]> OneEachAsync(MemoryFixture fixture)
    {
        List<MemoryItem> items = [];
        foreach (MemoryScope scope in IsolationWorld.Scopes)
        {
            items.Add(await fixture.StoreAsync($"memory {items.Count}", scope));
        }

        return [.. items];
    }

    private static async Task<string> AnswerAsync(Memory memory, string from, string to)
    {
        try
        {
            await memory.LinkAsync(from, new MemoryLink(to));
            return "linked";
        }
        catch (MemoryException error)
        {
            return $"{error.GetType().Name}: {error.Message} {string.Join(',', error.Details)}";
        }
    }

    /// <summary>Says whose a scope is, in other words than the library's.</summary>
    private static (string, string?) Owner(MemoryScope scope) => (
        scope.UserId is not null ? $"user {scope.UserId}" : scope.AgentId is not null ? $"agent {scope.AgentId}" : scope.RunId is not null ? $"run {scope.RunId}" : "app",
        scope.AppId);
}
