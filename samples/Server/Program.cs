using Server.Seed;

if (args is ["seed", ..])
{
    return await SeedCommand.RunAsync(args);
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddLocalEmbeddings();
builder.Services.AddMem0Sharp(builder.Configuration.GetSection("Memory"));
builder.Services.AddMem0Server(builder.Configuration.GetSection("Mem0"));
builder.Services.AddHealthChecks().AddMem0(tags: ["ready"]);
builder.Services.AddOpenApi();

WebApplication app = builder.Build();
app.MapMem0();
app.MapMem0Dashboard();
app.MapGet("/", () => Results.Redirect("/mem0/")).ExcludeFromDescription();
app.MapOpenApi();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
app.Run();
return 0;
