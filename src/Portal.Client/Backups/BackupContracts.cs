using System.Text.Json.Serialization;
using Portal.Client.Api;

namespace Portal.Client.Backups;

/// <summary>
/// A file in the folder <c>backups</c> of the data directory: the database at one moment and the keys that open its
/// secrets. Whoever holds it holds everything.
/// </summary>
/// <param name="FileName">As it is downloaded: <c>portal-20261123T030000Z-scheduled-bak_….zip</c></param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record Backup(string Id, BackupKind Kind, string FileName, long Bytes, long CreatedAt)
{
    public string Object => "backup";
}

[JsonConverter(typeof(SnakeCaseEnum<BackupKind>))]
public enum BackupKind
{
    /// <summary>Asked for by somebody; kept until it is deleted.</summary>
    Manual,
    /// <summary>Made by the schedule; the oldest go first.</summary>
    Scheduled,
}
