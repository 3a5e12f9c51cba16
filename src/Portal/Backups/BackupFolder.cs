using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Portal.Api;
using Portal.Client.Backups;
using Portal.Data;

namespace Portal.Backups;

/// <summary>The folder <c>backups</c>: the files in it are the list, whoever put them there or took them away.</summary>
internal sealed partial class BackupFolder(IOptions<PortalOptions> options, TimeProvider time) : IDisposable
{
    const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    readonly SemaphoreSlim one = new(1, 1);

    string Folder => Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "backups");

    /// <summary>Why the last scheduled backup was not made; null where it was.</summary>
    public string? LastFailure { get; set; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Backup> List() => Directory.Exists(Folder)
        ? [.. new DirectoryInfo(Folder).EnumerateFiles("portal-*.zip").Select(Parse).OfType<Backup>().OrderByDescending(backup => backup.Id, StringComparer.Ordinal)]
        : [];

    public Backup? Find(string id) => List().FirstOrDefault(backup => backup.Id == id);

    public string PathOf(Backup backup) => Path.Combine(Folder, backup.FileName);

    /// <summary>One at a time.</summary>
    /// <exception cref="StorageUnavailableException">The disk is full or cannot be written; nothing is left behind.</exception>
    public async Task<Backup> Create(string id, BackupKind kind, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            var path = Path.Combine(Folder, $"portal-{now.ToString(Stamp, CultureInfo.InvariantCulture)}-{Wire.Word(kind)}-{id}.zip");
            // The copy is made by blocking calls, for as long as the database is large.
            await Task.Run(() => Make(path, now.ToUnixTimeSeconds(), cancellation), cancellation);
            return Parse(new FileInfo(path))!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new StorageUnavailableException($"The backup could not be written: {error.Message}", error);
        }
        finally
        {
            one.Release();
        }
    }

    public void Delete(Backup backup) => File.Delete(PathOf(backup));

    public void Dispose() => one.Dispose();

    void Make(string path, long now, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Folder);
        else Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // What a killed process has left.
        foreach (var rest in Directory.EnumerateFiles(Folder).Where(BackupArchive.IsUnfinished)) File.Delete(rest);
        BackupArchive.Create(options.Value, path, now, cancellation);
    }

    static Backup? Parse(FileInfo file)
    {
        var name = Name().Match(file.Name);
        return name.Success && DateTime.TryParseExact(
            name.Groups["at"].Value, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new Backup(name.Groups["id"].Value, Wire.Word<BackupKind>(name.Groups["kind"].Value), file.Name, file.Length, new DateTimeOffset(at).ToUnixTimeSeconds())
            : null;
    }

    [GeneratedRegex(@"^portal-(?<at>\d{8}T\d{6}Z)-(?<kind>manual|scheduled)-(?<id>bak_[0-9a-z]{26})\.zip\z")]
    private static partial Regex Name();
}
