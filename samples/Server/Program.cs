WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddLocalEmbeddings();
builder.Services.AddMem0Sharp(builder.Configuration.GetSection("Memory"));
builder.Services.AddMem0Server(builder.Configuration.GetSection("Mem0"));

WebApplication app = builder.Build();
app.MapMem0();
app.Run();
