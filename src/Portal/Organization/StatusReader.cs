using System.Reflection;
using Microsoft.Extensions.Options;
using Portal.Backups;
using Portal.Client.Organization;
using Portal.Data;

namespace Portal.Organization;

/// <summary>What the portal can say of itself.</summary>
internal sealed class StatusReader(IDatabase database, IOptions<PortalOptions> options, BackupFolder backups, TimeProvider time)
{
    static readonly Lazy<string> Notes = new(ReadNotes);

    readonly long startedAt = time.GetUtcNow().ToUnixTimeSeconds();

    public static string Version { get; } =
        typeof(StatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public async Task<PortalStatus> Read(CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(options.Value.DataDirectory);
        var scripts = await database.Read(DatabaseVersion.Executed, cancellation);
        return new PortalStatus(
            Version, startedAt, folder, SizeOf(options.Value.DatabasePath), FreeBytes(folder),
            DatabaseVersion.ShortName(scripts[^1]), backups.LastFailure, Notes.Value);
    }

    static long SizeOf(string path) =>
        new[] { path, $"{path}-wal" }.Select(file => new FileInfo(file)).Where(file => file.Exists).Sum(file => file.Length);

    static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    static string ReadNotes()
    {
        using var stream = typeof(StatusReader).Assembly.GetManifestResourceStream("release-notes.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
