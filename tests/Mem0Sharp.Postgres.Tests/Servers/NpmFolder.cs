using System.Security.Cryptography;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>What a package-lock.json says, installed once on a machine.</summary>
internal static class NpmFolder
{
    /// <summary>Installs it, unless it is.</summary>
    /// <param name="name">What it is called; its content is added to that.</param>
    /// <param name="from">The folder of the files.</param>
    /// <param name="files">package.json and package-lock.json, and what else belongs beside them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The folder.</returns>
    /// <remarks>The test is skipped where npm is missing, or reaches no registry.</remarks>
    public static async Task<string> InstallAsync(string name, string from, string[] files, CancellationToken cancellationToken)
    {
        byte[] content = [.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(from, file)))];
        string installed = Path.Combine(CacheFolder(), $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}");
        if (Directory.Exists(installed))
        {
            return installed;
        }

        Assert.SkipUnless(await Programs.CanRunAsync("npm", "--version"), "There is no npm.");

        // Under its name only when it is complete; of two that install at once, the first is taken.
        DirectoryInfo installing = Directory.CreateDirectory($"{installed}.{RandomNumberGenerator.GetHexString(8)}");
        foreach (string file in files)
        {
            File.Copy(Path.Combine(from, file), Path.Combine(installing.FullName, file));
        }

        (int code, string output) = await Programs.RunAsync(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], start => start.WorkingDirectory = installing.FullName, cancellationToken);
        if (code == 0 && !Directory.Exists(installed))
        {
            try
            {
                installing.MoveTo(installed);
                return installed;
            }
            catch (IOException) when (Directory.Exists(installed))
            {
                // The other was faster.
            }
        }

        installing.Delete(recursive: true);
        Assert.SkipUnless(code == 0, $"npm could not install {name}: there is no registry to be reached. {output}");
        return installed;
    }

    private static string CacheFolder()
    {
        string own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return Directory.CreateDirectory(Path.Combine(own.Length > 0 ? own : Path.GetTempPath(), "mem0sharp-tests")).FullName;
    }
}
