using System.CommandLine;
using Microsoft.Extensions.Options;
using Portal.Access.Sessions;
using Portal.Audit;
using Portal.Backups;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.CommandLine;

/// <param name="Sequence">The last row of the audit log in it.</param>
internal sealed record BackupFile(string File, long Bytes, long CreatedAt, long Sequence)
{
    public string Object => "backup";
}

internal sealed record Restored(string DataDirectory, long CreatedAt, string PortalVersion)
{
    public string Object => "restore";
}

internal static class BackupCommands
{
    public static Command Backup(CommandRun run)
    {
        var file = new Option<FileInfo>("--out") { Description = "The zip file to write; it must not exist yet.", Required = true };
        var command = new Command("backup", "Write the database and its keys into one file, also while the portal runs.") { file };
        run.Action(command, (services, parsed, cancellation) => Write(services, parsed.GetRequiredValue(file).FullName, cancellation),
            made => $"{made.File} holds the portal as it was just now. Keep it as safe as the data directory.");
        return command;
    }

    public static Command Restore(CommandRun run)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The backup." };
        var command = new Command("restore", "Put a backup into an empty data directory. Everybody signs in again.") { file };
        run.ActionAnywhere(command, (services, parsed, cancellation) => Read(services, parsed.GetRequiredValue(file).FullName, cancellation),
            done => $"{done.DataDirectory} holds the portal as it was at {DateTimeOffset.FromUnixTimeSeconds(done.CreatedAt):yyyy-MM-dd HH:mm:ss} UTC.");
        return command;
    }

    static async Task<Result<BackupFile>> Write(IServiceProvider services, string file, CancellationToken cancellation)
    {
        if (File.Exists(file)) return ApiError.Conflict($"{file} exists already. Give another name.", "file_exists");
        if (!Directory.Exists(Path.GetDirectoryName(file))) return ApiError.Conflict($"There is no folder {Path.GetDirectoryName(file)}.", "no_such_folder");
        // Written before the copy is made, so that the copy knows of itself.
        await services.GetRequiredService<IJournal>().Record(new AuditEntry("backup.created", "backup", Path.GetFileName(file), null), cancellation);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        try
        {
            var manifest = BackupArchive.Create(services.GetRequiredService<IOptions<PortalOptions>>().Value, file, now, cancellation);
            return new BackupFile(file, new FileInfo(file).Length, now, manifest.AuditSequence);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ApiError.Unavailable($"The backup could not be written: {error.Message}");
        }
    }

    static async Task<Result<Restored>> Read(IServiceProvider services, string file, CancellationToken cancellation)
    {
        var directory = Path.GetFullPath(services.GetRequiredService<IOptions<PortalOptions>>().Value.DataDirectory);
        var restored = RestoredBackup.Restore(file, directory, cancellation);
        if (!restored.IsSuccess) return restored.Error;
        // From here on it is a portal, brought up to date where the backup is older. Sessions that have ended since are not to live again.
        return await services.GetRequiredService<IJournal>().Commit(new AuditEntry("backup.restored", "backup", Path.GetFileName(file), null), connection =>
        {
            SessionsRepository.DeleteAll(connection);
            return new Restored(directory, restored.Value.CreatedAt, restored.Value.PortalVersion);
        }, cancellation);
    }
}
