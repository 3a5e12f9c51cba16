using Microsoft.Data.Sqlite;
using Portal.Data;

namespace Portal.CommandLine;

/// <summary>Looks before anything is opened for writing, so that no other folder becomes a portal by a slip.</summary>
internal static class DataDirectory
{
    /// <exception cref="StartRefusedException">The folder is not Portal's, or of another version.</exception>
    public static void RequirePortal(PortalOptions portal)
    {
        var folder = Path.GetFullPath(portal.DataDirectory);
        if (!File.Exists(portal.DatabasePath))
            throw new StartRefusedException($"{folder} is not a data directory of Portal: it holds no portal.db. Name the right one with --data-directory.");
        var executed = Executed(portal.DatabasePath)
            ?? throw new StartRefusedException($"{portal.DatabasePath} is not a database of Portal. Nothing was changed.");
        if (DatabaseVersion.CheckNotNewer(executed, $"The database {portal.DatabasePath}") is { } newer) throw new StartRefusedException(newer);
        // A portal of an earlier version may be at work with it.
        if (DatabaseVersion.Known.Except(executed).Any())
            throw new StartRefusedException($"The database {portal.DatabasePath} is of an earlier version. Start Portal once, which brings it up to date; then repeat this.");
    }

    static IReadOnlyList<string>? Executed(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            var executed = DatabaseVersion.Executed(connection);
            return executed.Contains(DatabaseVersion.Known[0]) ? executed : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}
