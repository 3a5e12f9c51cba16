using System.Diagnostics;

namespace Portal.Chaos;

/// <summary>The folder with the published portal: PORTAL_PUBLISHED, or a publish into a temporary folder, once for the process.</summary>
static class PublishedPortal
{
    static readonly Lazy<Task<string>> Folder = new(Find);

    public static Task<string> Find(CancellationToken cancellation) => Folder.Value.WaitAsync(cancellation);

    static async Task<string> Find()
    {
        if (Environment.GetEnvironmentVariable("PORTAL_PUBLISHED") is { Length: > 0 } given) return Path.GetFullPath(given);
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Portal.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Set PORTAL_PUBLISHED to the folder that holds the published Portal.dll.");
        var target = Directory.CreateTempSubdirectory("portal-published-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(target, recursive: true);
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(root, "src", "Portal"), "-c", "Release", "-o", target, "-v", "q", "-nologo"])
        {
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? target : throw new InvalidOperationException($"The portal could not be published:\n{output}");
    }
}
