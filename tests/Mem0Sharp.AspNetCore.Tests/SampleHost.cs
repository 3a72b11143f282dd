using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The sample's host within this process, without a port, over a file of its own.</summary>
internal sealed class SampleHost(Action<IWebHostBuilder> configure) : WebApplicationFactory<Program>
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("memory-");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production")
            .UseSetting("Memory:DatabasePath", Path.Combine(_folder.FullName, "memories.db"))
            .ConfigureLogging(logging => logging.ClearProviders());
        configure(builder);
    }
}
