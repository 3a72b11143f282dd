using Mem0Sharp;
using Microsoft.Extensions.Options;

namespace Server.Seed;

/// <summary>Fills an empty memory file with people who are invented, as if they had talked to their agents for six months, and ends.</summary>
internal static class SeedCommand
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        SeedClock clock = new();
        clock.MoveTo(now);

        // The memory that the server would have, but for its clock.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLocalEmbeddings();
        builder.Services.AddMem0Sharp(builder.Configuration.GetSection("Memory"));
        builder.Services.AddSingleton<TimeProvider>(clock);
        await using WebApplication app = builder.Build();
        Memory memory = app.Services.GetRequiredService<Memory>();
        string file = app.Services.GetRequiredService<IOptions<MemoryOptions>>().Value.DatabasePath ?? "No file";
        try
        {
            if (await memory.GetLastSequenceAsync() > 0)
            {
                await Console.Error.WriteLineAsync($"{file} is not empty: it has memories, or had some. Seed another one: seed --Memory:DatabasePath FILE");
                return 1;
            }

            SeedScript script = new(now);
            Seeder seeder = new(memory, script);
            foreach ((DateTimeOffset at, SeedFile person, SeedStep step) in script.Of(SeedFile.ReadAll()))
            {
                clock.MoveTo(at);
                await seeder.DoAsync(person, step);
            }

            Console.WriteLine($"{file}: {(await SeedSummary.OfAsync(memory)).At(now)}");
            return 0;
        }
        catch (MemoryException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} {exception.Suggestion}");
            return 1;
        }
    }
}
