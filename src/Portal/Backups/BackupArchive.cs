using System.IO.Compression;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Api;
using Portal.Data;
using Portal.Organization;

namespace Portal.Backups;

/// <summary>What a backup says of itself, in its <c>manifest.json</c>.</summary>
/// <param name="Format">Of the archive; a higher one is of a later version.</param>
/// <param name="Scripts">What the database was made by.</param>
/// <param name="AuditSequence">The last row of the audit log; 0 where it is empty.</param>
internal sealed record BackupManifest(
    int Format, string PortalVersion, long CreatedAt, IReadOnlyList<string> Scripts, long AuditSequence, string? AuditHash, IReadOnlyList<BackedUpFile> Files)
{
    public const int CurrentFormat = 1;
}

/// <param name="Path">Below the data directory: <c>portal.db</c>, <c>keys/key-….xml</c>.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

/// <summary>
/// Makes one zip file of a portal that may be at work: the database as it was at one moment, by SQLite's online backup,
/// and after it the keys, so that each key that a secret of that moment needs is there.
/// </summary>
internal static class BackupArchive
{
    public const string Database = "portal.db";
    public const string Manifest = "manifest.json";

    const string Copy = ".database";
    const string Partial = ".partial";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static BackupManifest Create(PortalOptions portal, string destination, long now, CancellationToken cancellation)
    {
        var copy = destination + Copy;
        var partial = destination + Partial;
        try
        {
            CopyDatabase(portal.DatabasePath, copy);
            var files = new List<(string Path, string Source)> { (Database, copy) };
            var keys = new DirectoryInfo(Path.Combine(Path.GetFullPath(portal.DataDirectory), "keys"));
            if (keys.Exists) files.AddRange(keys.EnumerateFiles("*.xml").Select(key => ($"keys/{key.Name}", key.FullName)));
            var manifest = Describe(copy, files, now, cancellation);
            using (var target = OpenNew(partial))
            {
                Write(target, manifest, files, cancellation);
                target.Flush(flushToDisk: true);
            }

            File.Move(partial, destination, overwrite: false);
            return manifest;
        }
        finally
        {
            File.Delete(copy);
            File.Delete(partial);
        }
    }

    /// <summary>A file on the way to a backup, which a killed process has left.</summary>
    public static bool IsUnfinished(string path) =>
        path.EndsWith(Copy, StringComparison.Ordinal) || path.EndsWith(Copy + "-journal", StringComparison.Ordinal) || path.EndsWith(Partial, StringComparison.Ordinal);

    static void CopyDatabase(string source, string copy)
    {
        OpenNew(copy).Dispose();
        using var from = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        from.Open();
        to.Open();
        to.Execute("PRAGMA synchronous = OFF");
        from.BackupDatabase(to);
        // One file, without a log beside it.
        to.Execute("PRAGMA journal_mode = DELETE");
    }

    static BackupManifest Describe(string copy, List<(string Path, string Source)> files, long now, CancellationToken cancellation)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        var last = connection.QueryFirstOrDefault<(long Sequence, string? Hash)>("SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1");
        var described = files.Select(file =>
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = File.OpenRead(file.Source);
            return new BackedUpFile(file.Path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        });
        return new BackupManifest(
            BackupManifest.CurrentFormat, StatusReader.Version, now, DatabaseVersion.Executed(connection), last.Sequence, last.Hash, [.. described]);
    }

    static void Write(Stream target, BackupManifest manifest, List<(string Path, string Source)> files, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        using (var entry = zip.CreateEntry(Manifest).Open()) entry.Write(System.Text.Encoding.UTF8.GetBytes(Wire.Serialize(manifest)));
        foreach (var (path, source) in files)
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = File.OpenRead(source);
            using var entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
            content.CopyTo(entry, 1 << 20);
        }
    }

    /// <summary>A file that only its owner may read.</summary>
    public static FileStream OpenNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
