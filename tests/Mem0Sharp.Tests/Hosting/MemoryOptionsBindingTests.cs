using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.Tests.Hosting;

public sealed class MemoryOptionsBindingTests
{
    private static readonly (string Name, string Value, object? Bound)[] Settings =
    [
        (nameof(MemoryOptions.DatabasePath), "memories.db", "memories.db"),
        (nameof(MemoryOptions.Durability), "Relaxed", HistoryDurability.Relaxed),
        (nameof(MemoryOptions.BusyTimeout), "00:00:07.5", TimeSpan.FromSeconds(7.5)),
        (nameof(MemoryOptions.CheckOnOpen), "true", true),
        (nameof(MemoryOptions.VectorStorage), "CodesOnly", VectorStorage.CodesOnly),
        (nameof(MemoryOptions.ModelCallTimeout), "00:02:00", TimeSpan.FromMinutes(2)),
        (nameof(MemoryOptions.EmbeddingTimeout), "00:00:01", TimeSpan.FromSeconds(1)),
        (nameof(MemoryOptions.ServiceRetries), "7", 7),
        (nameof(MemoryOptions.ServiceBreakDuration), "00:01:00", TimeSpan.FromMinutes(1)),
        (nameof(MemoryOptions.EmbeddingBatchSize), "96", 96),
        (nameof(MemoryOptions.EmbeddingCacheBytes), "4294967296", 4_294_967_296),
        (nameof(MemoryOptions.UnrelatedCosine), "0.25", 0.25),
        (nameof(MemoryOptions.IdempotencyRetention), "30.00:00:00", TimeSpan.FromDays(30)),
        (nameof(MemoryOptions.AddMode), "Append", MemoryAddMode.Append),
        (nameof(MemoryOptions.SingleModelCall), "true", true),
        (nameof(MemoryOptions.Images), "Describe", MemoryImageMode.Describe),
        (nameof(MemoryOptions.Queue), "WhenUnavailable", MemoryQueueMode.WhenUnavailable),
        (nameof(MemoryOptions.ProcessesQueue), "false", false),
        (nameof(MemoryOptions.EmbedsLater), "true", true),
        (nameof(MemoryOptions.ExtractionInstructions), "Keep allergies.", "Keep allergies."),
        (nameof(MemoryOptions.ArbitrationInstructions), "Prefer to add.", "Prefer to add."),
        (nameof(MemoryOptions.CandidatesPerFact), "50", 50),
    ];

    private static readonly (string Name, string Value)[] Mistakes =
    [
        (nameof(MemoryOptions.Durability), "99"),
        (nameof(MemoryOptions.BusyTimeout), "-00:00:01"),
        (nameof(MemoryOptions.VectorStorage), "2"),
        (nameof(MemoryOptions.ModelCallTimeout), "00:00:00"),
        (nameof(MemoryOptions.EmbeddingTimeout), "01:00:00"),
        (nameof(MemoryOptions.ServiceRetries), "11"),
        (nameof(MemoryOptions.ServiceBreakDuration), "00:10:01"),
        (nameof(MemoryOptions.EmbeddingBatchSize), "0"),
        (nameof(MemoryOptions.EmbeddingCacheBytes), "4294967297"),
        (nameof(MemoryOptions.UnrelatedCosine), "1"),
        (nameof(MemoryOptions.IdempotencyRetention), "00:00:59"),
        (nameof(MemoryOptions.AddMode), "4"),
        (nameof(MemoryOptions.Images), "3"),
        (nameof(MemoryOptions.Queue), "3"),
        (nameof(MemoryOptions.ExtractionInstructions), new string('x', 10_001)),
        (nameof(MemoryOptions.ArbitrationInstructions), new string('x', 10_001)),
        (nameof(MemoryOptions.CandidatesPerFact), "51"),
    ];

    public static TheoryData<string> SettingNames => [.. Settings.Select(setting => setting.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void AddMem0Sharp_WithASection_BindsTheSetting(string name)
    {
        (_, string value, object? bound) = Settings.Single(setting => string.Equals(setting.Name, name, StringComparison.Ordinal));
        IConfiguration section = Configuration((name, value)).GetSection("Memory");
        using ServiceProvider provider = new ServiceCollection().AddMem0Sharp(section).BuildServiceProvider();

        MemoryOptions options = provider.GetRequiredService<IOptions<MemoryOptions>>().Value;

        object? actual = typeof(MemoryOptions).GetProperty(name)!.GetValue(options);
        actual.Should().Be(bound);
        actual.Should().NotBe(typeof(MemoryOptions).GetProperty(name)!.GetValue(new MemoryOptions()), "else nothing was bound");
    }

    [Fact]
    public void MemoryOptions_EverySetting_IsAmongThoseTested() =>
        typeof(MemoryOptions).GetProperties().Select(property => property.Name).Should().BeEquivalentTo(Settings.Select(setting => setting.Name));

    [Fact]
    public void AddMem0Sharp_WithAnEmptySection_KeepsTheDefaults()
    {
        using ServiceProvider provider =
            new ServiceCollection().AddMem0Sharp(Configuration().GetSection("Memory")).BuildServiceProvider();

        provider.GetRequiredService<IOptions<MemoryOptions>>().Value.Should().BeEquivalentTo(new MemoryOptions());
    }

    [Fact]
    public void AddKeyedMem0Sharp_WithSections_NamesTheSettingsByTheKey()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddKeyedMem0Sharp("a", Configuration((nameof(MemoryOptions.CandidatesPerFact), "3")).GetSection("Memory"))
            .AddKeyedMem0Sharp("b", options => options.CandidatesPerFact = 4)
            .BuildServiceProvider();
        IOptionsMonitor<MemoryOptions> options = provider.GetRequiredService<IOptionsMonitor<MemoryOptions>>();

        (options.Get("a").CandidatesPerFact, options.Get("b").CandidatesPerFact, options.CurrentValue.CandidatesPerFact)
            .Should().Be((3, 4, 5));
    }

    [Fact]
    public async Task AddMem0Sharp_WithASection_GivesTheMemoryItsSettings()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-hosting-");
        try
        {
            string file = Path.Combine(folder.FullName, "from-configuration.db");
            await using (ServiceProvider provider = new ServiceCollection()
                .AddMem0Sharp(Configuration((nameof(MemoryOptions.DatabasePath), file)).GetSection("Memory"))
                .BuildServiceProvider())
            {
                await provider.GetRequiredService<Memory>().OpenAsync(Token);
            }

            File.Exists(file).Should().BeTrue();
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task StartAsync_WithSettingsInRange_Starts()
    {
        // All but the first, the path: nothing here has a file.
        using IHost host = Host(Configuration([.. Settings[1..].Select(s => (s.Name, s.Value))]));

        Func<Task> start = () => host.StartAsync(Token);

        await start.Should().NotThrowAsync();
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task StartAsync_WithSettingsOutOfRange_FailsAndNamesAllOfThem()
    {
        using IHost host = Host(Configuration(Mistakes));

        Func<Task> start = () => host.StartAsync(Token);

        OptionsValidationException error = (await start.Should().ThrowAsync<OptionsValidationException>()).Which;
        error.Failures.Should().HaveCount(Mistakes.Length);
        foreach ((string name, _) in Mistakes)
        {
            error.Failures.Should().ContainSingle(failure => failure.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task StartAsync_WithAKeyedMemoryOutOfRange_FailsAndNamesTheKey()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddMem0Sharp().AddKeyedMem0Sharp("support", options => options.CandidatesPerFact = 0);
        using IHost host = builder.Build();

        Func<Task> start = () => host.StartAsync(Token);

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.OptionsName.Should().Be("support");
    }

    [Fact]
    public void GetService_WithSettingsOutOfRangeAndNoHost_Fails()
    {
        using ServiceProvider provider =
            new ServiceCollection().AddMem0Sharp(options => options.CandidatesPerFact = 0).BuildServiceProvider();

        Func<Memory> resolve = () => provider.GetRequiredService<Memory>();

        resolve.Should().Throw<OptionsValidationException>();
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Memory:{setting.Name}", (string?)setting.Value)))
        .Build();

    private static IHost Host(IConfiguration configuration)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddMem0Sharp(configuration.GetSection("Memory"));
        return builder.Build();
    }
}
