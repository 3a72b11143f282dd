namespace Mem0Sharp.Tests.Conventions;

/// <summary>Finds the repository that these tests were built from.</summary>
internal static class RepositoryLayout
{
    /// <summary>Gets the folder that holds <c>Mem0Sharp.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mem0Sharp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Mem0Sharp.sln is in no folder above the tests.");
    }
}
