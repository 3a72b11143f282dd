// The program of a new user: PackageConsumerTests builds it against the packed library. Arguments: what to do, and a file.
using Mem0Sharp;

MemoryBuilder builder = new();
if (args.Length > 1)
{
    builder.UseSqlite(args[1]);
}

await using Memory memory = builder.Build();
MemoryScope scope = MemoryScope.ForUser("alice");
try
{
    if (args[0] is "write" or "both")
    {
        await memory.AddAsync("I live in Oslo.", scope);
    }

    if (args[0] is "read" or "both")
    {
        MemorySearchResults found = await memory.SearchAsync("Where does she live, Oslo?", scope);
        Console.WriteLine(found.Count == 0 ? "found nothing" : $"found: {found[0].Item.Text}");
    }

    return 0;
}
catch (MemoryConfigurationException exception)
{
    Console.WriteLine($"{exception.ErrorCode}: {exception.Message}");
    return 3;
}
