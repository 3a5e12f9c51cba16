using System.Data;
using Dapper;

namespace Portal.Data;

/// <summary>Which scripts a database was made by, and which this version knows.</summary>
internal static class DatabaseVersion
{
    const string Marker = ".Migrations.Sqlite.";

    /// <summary>The names of the scripts that this version brings along, in their order.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [.. typeof(DatabaseVersion).Assembly.GetManifestResourceNames().Where(IsScript).Order(StringComparer.Ordinal)];

    public static bool IsScript(string resource) => resource.Contains(Marker, StringComparison.Ordinal);

    /// <summary>The names of the scripts that the database has seen; empty where it is new.</summary>
    public static IReadOnlyList<string> Executed(IDbConnection connection) => HasJournal(connection)
        ? [.. connection.Query<string>("SELECT ScriptName FROM SchemaVersions").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>0012_organization</summary>
    public static string ShortName(string script) =>
        script[(script.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..].Replace(".sql", "", StringComparison.Ordinal);

    /// <summary>Null, or why this version must not touch a database that these scripts have made.</summary>
    public static string? CheckNotNewer(IEnumerable<string> executed, string what)
    {
        var unknown = executed.Except(Known).Select(script => IsScript(script) ? ShortName(script) : script).ToList();
        return unknown.Count == 0
            ? null
            : $"{what} was written by a newer version of Portal: it has seen {string.Join(", ", unknown)}, which this version does not know. "
              + "Nothing was changed. Start that newer version, or restore a backup that this version made.";
    }

    static bool HasJournal(IDbConnection connection) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'SchemaVersions')");
}

/// <summary>Portal cannot start as things are; the message says why and what to do, for whoever starts it.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
