using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Portal.Api;
using Portal.Client.Api;
using Portal.Data;
using Portal.Data.Sealing;

namespace Portal.Backups;

/// <summary>
/// Puts a backup into an empty folder. Every file is compared with the manifest and the database checked before it gets its
/// name, so that a folder that a restore did not finish is never taken for a portal.
/// </summary>
internal static partial class RestoredBackup
{
    const int MostOfManifest = 1 << 20;

    public static Result<BackupManifest> Restore(string file, string dataDirectory, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(dataDirectory);
        if (!File.Exists(file)) return Refused($"There is no file {file}.");
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any(entry => Path.GetFileName(entry) != DestroyedKeys.FileName)))
            return Refused($"The data directory {target} is not empty. A backup is restored into an empty one, or one that holds nothing but the file {DestroyedKeys.FileName}, so that nothing is overwritten.");
        var isNew = !Directory.Exists(target);
        Directory.CreateDirectory(target);
        var restored = Extract(file, target, cancellation);
        if (!restored.IsSuccess) Empty(target, isNew);
        return restored;
    }

    static Result<BackupManifest> Extract(string file, string target, CancellationToken cancellation)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            var manifest = ReadManifest(zip);
            if (!manifest.IsSuccess) return manifest;
            foreach (var described in manifest.Value.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (CopyOut(zip, described, target) is { } broken) return broken;
            }

            var waiting = Path.Combine(target, Waiting);
            if (CheckDatabase(waiting) is { } unsound) return unsound;
            File.Move(waiting, Path.Combine(target, BackupArchive.Database));
            return manifest;
        }
        catch (InvalidDataException)
        {
            return Refused($"{file} is not a backup of Portal, or it is cut off.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refused($"The backup could not be restored: {error.Message}");
        }
    }

    /// <summary>The database's name until everything is there.</summary>
    const string Waiting = "portal.db.restoring";

    static Result<BackupManifest> ReadManifest(ZipArchive zip)
    {
        if (zip.GetEntry(BackupArchive.Manifest) is not { Length: < MostOfManifest } entry) return Refused("The file is not a backup of Portal: it holds no manifest.json.");
        BackupManifest? manifest;
        try
        {
            using var content = entry.Open();
            manifest = JsonSerializer.Deserialize<BackupManifest>(content, Wire.Json);
        }
        catch (JsonException)
        {
            manifest = null;
        }

        if (manifest is not { Files: not null, Scripts: not null }) return Refused("The file is not a backup of Portal: its manifest.json cannot be read.");
        if (manifest.Format > BackupManifest.CurrentFormat)
            return Refused($"The backup was made by Portal {manifest.PortalVersion}, in a newer format than this version reads. Restore it with that version.");
        if (DatabaseVersion.CheckNotNewer(manifest.Scripts, "The backup's database") is { } newer) return Refused(newer);
        var strange = manifest.Files.FirstOrDefault(one => one.Path is not { } path || !Known().IsMatch(path))?.Path
            ?? zip.Entries.Select(one => one.FullName).FirstOrDefault(name => name != BackupArchive.Manifest && manifest.Files.All(one => one.Path != name));
        if (strange is not null) return Refused($"The backup holds '{strange}', which does not belong into one. It was altered.");
        return manifest.Files.Any(one => one.Path == BackupArchive.Database) ? manifest : Refused("The backup holds no database.");
    }

    static ApiError? CopyOut(ZipArchive zip, BackedUpFile described, string target)
    {
        if (zip.GetEntry(described.Path) is not { } entry) return Refused($"The backup lacks '{described.Path}'. It was altered or cut off.");
        var path = Path.Combine(target, described.Path == BackupArchive.Database ? Waiting : described.Path);
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var from = entry.Open())
        using (var to = BackupArchive.OpenNew(path))
        {
            var buffer = new byte[1 << 20];
            for (int read; (read = from.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                to.Write(buffer, 0, read);
                // What is more than the manifest says is not what was backed up, however much of it there is.
                if (to.Position > described.Bytes) break;
            }

            to.Flush(flushToDisk: true);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == described.Sha256
            ? null
            : Refused($"'{described.Path}' is not what was backed up. The file was altered or damaged.");
    }

    static ApiError? CheckDatabase(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            if (DatabaseVersion.CheckNotNewer(DatabaseVersion.Executed(connection), "The backup's database") is { } newer) return Refused(newer);
            return connection.ExecuteScalar<string>("PRAGMA quick_check(1)") == "ok" ? null : Refused("The backup's database is damaged.");
        }
        catch (SqliteException)
        {
            return Refused("The backup's database cannot be read.");
        }
    }

    static void Empty(string target, bool isNew)
    {
        File.Delete(Path.Combine(target, Waiting));
        if (Directory.Exists(Path.Combine(target, "keys"))) Directory.Delete(Path.Combine(target, "keys"), recursive: true);
        if (isNew) Directory.Delete(target);
    }

    static ApiError Refused(string message) => ApiError.Conflict(message, "restore_refused");

    [GeneratedRegex(@"^(portal\.db|keys/[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.xml)\z")]
    private static partial Regex Known();
}
