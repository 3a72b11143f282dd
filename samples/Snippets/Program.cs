using Snippets;

// The documentation's code runs in a folder of its own, so that running it twice gives the same.
string folder = Directory.CreateTempSubdirectory("mem0sharp-snippets-").FullName;
Environment.CurrentDirectory = folder;
await FirstSteps.RunAsync();
await Updating.RunAsync();
await Extraction.RunAsync();
await LookingBack.RunAsync();
await Searching.RunAsync();
await Filters.RunAsync();
await Linking.RunAsync();
await Trust.RunAsync();
await Importing.RunAsync();
await Keeping.RunAsync();
await LocalEmbeddings.RunAsync();
await Hosting.RunAsync();
Environment.CurrentDirectory = Path.GetTempPath();
Directory.Delete(folder, recursive: true);
