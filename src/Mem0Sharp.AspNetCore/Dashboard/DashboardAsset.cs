using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mem0Sharp.AspNetCore;

/// <summary>One file of the page, out of the package: as it is, and compressed once.</summary>
internal sealed class DashboardAsset
{
    private const string Prefix = "Dashboard/";

    private readonly byte[] _plain;
    private readonly byte[] _compressed;
    private readonly EntityTagHeaderValue _tag;
    private readonly string _type;

    private DashboardAsset(string path, byte[] content)
    {
        Path = path is "index.html" ? string.Empty : path;
        _plain = content;
        _type = TypeOf(path);
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"", isWeak: true);
        using MemoryStream compressed = new();
        using (BrotliStream brotli = new(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(content);
        }

        _compressed = compressed.ToArray();
    }

    /// <summary>Gets where it lies below the page: "js/app.js"; of the page itself nothing.</summary>
    public string Path { get; }

    /// <summary>Reads all of them.</summary>
    public static IReadOnlyList<DashboardAsset> ReadAll()
    {
        Assembly assembly = typeof(DashboardAsset).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using Stream stream = assembly.GetManifestResourceStream(name)!;
                byte[] content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new DashboardAsset(name[Prefix.Length..].Replace('\\', '/'), content);
            }),
        ];
    }

    public async Task WriteAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // it is asked for anew, and nearly always only whether it is the same
        headers.Vary = "Accept-Encoding";
        headers.ETag = _tag.ToString();
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(_tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool compresses = context.Request.GetTypedHeaders().AcceptEncoding.Any(
            coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
        byte[] body = compresses ? _compressed : _plain;
        if (compresses)
        {
            headers.ContentEncoding = "br";
        }

        context.Response.ContentType = _type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static string TypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"A file of the page has the unknown ending \"{other}\"."),
    };
}
