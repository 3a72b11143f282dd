using System.Security.Claims;
using Mem0Sharp;
using Mem0Sharp.Postgres;
using Mem0Sharp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Snippets;

/// <summary>The code of docs/hosting.md, run for real but for <see cref="Serve"/>, which waits for requests, and <see cref="ServeFromPostgres"/>:
/// they are compiled only.</summary>
internal static class Hosting
{
    public static void Serve(string[] args, IChatClient chatClient)
    {
        // snippet: web
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IChatClient>(chatClient);          // optional: without one, rules
        builder.Services.AddLocalEmbeddings();                           // or an embedder of the host's own; without any, the lexical one
        builder.Services.AddMem0Sharp(builder.Configuration.GetSection("Memory"));

        WebApplication app = builder.Build();
        app.MapPost("/chat", async (ChatRequest request, Memory memory, ClaimsPrincipal user, CancellationToken token) =>
        {
            // The scope comes from the login, never from the request.
            MemoryScope scope = MemoryScope.ForUser(user.FindFirstValue(ClaimTypes.NameIdentifier)!);
            return await memory.SearchAsync(request.Text, scope, cancellationToken: token);
        });
        app.Run();
        // end-snippet
    }

    public static void ServeFromPostgres(string[] args)
    {
        // snippet: postgres
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Memory")!));
        builder.Services.AddPostgresStore(builder.Configuration.GetSection("Postgres"));
        builder.Services.AddMem0Sharp(builder.Configuration.GetSection("Memory"));
        // end-snippet

        builder.Build().Run();
    }

    public static async Task RunAsync()
    {
        await ScriptAsync();
        await BoundAsync();
        await ComposedAsync();
        await KeyedAsync();
    }

    private static async Task BoundAsync()
    {
        await using Memory memory = new MemoryBuilder().Build();
        MemoryAddResult bobs = await memory.AddAsync("I play the cello.", MemoryScope.ForUser("bob"));
        string foreignId = bobs.Items.Single().Id;
        // snippet: bound
        ScopedMemory alices = memory.For(MemoryScope.ForUser("alice"));
        await alices.AddAsync("I live in Berlin.");
        MemoryItem? foreign = await alices.GetAsync(foreignId);     // null: to this handle, Bob's memory does not exist
        // end-snippet

        Console.WriteLine(foreign is null ? "Bob's memory is not Alice's" : "a leak");
    }

    private static async Task ComposedAsync()
    {
        using DeterministicEmbeddingGenerator generator = new();
        ServiceCollection services = new();
        // snippet: composition
        services.AddMem0Sharp(build: (provider, memory) => memory.UseEmbeddings(generator, model: "text-embedding-3-small"));
        // end-snippet

        await using ServiceProvider provider = services.BuildServiceProvider();
        Console.WriteLine($"embeds with {provider.GetRequiredService<Memory>().EmbeddingModel}");
    }

    private static async Task ScriptAsync()
    {
        // snippet: script
        PostgresStoreOptions roles = new() { ReaderRole = "memory_reader", ApplicationRole = "memory_host" };
        await File.WriteAllTextAsync("mem0sharp.sql", PostgresSchemaScript.Create(roles));
        // end-snippet

        Console.WriteLine($"{File.ReadLines("mem0sharp.sql").Count()} lines for whoever administers the database");
    }

    private static async Task KeyedAsync()
    {
        ServiceCollection services = new();
        // snippet: keyed
        services.AddKeyedMem0Sharp("support", options => options.DatabasePath = "support.db");
        services.AddKeyedMem0Sharp("sales", options => options.DatabasePath = "sales.db");
        // then [FromKeyedServices("support")] Memory memory
        // end-snippet

        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (string key in (string[])["support", "sales"])
        {
            await provider.GetRequiredKeyedService<Memory>(key).OpenAsync();
            Console.WriteLine($"{key}.db {(File.Exists($"{key}.db") ? "is open" : "is missing")}");
        }
    }

    internal sealed record ChatRequest(string Text);
}
