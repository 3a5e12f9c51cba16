using System.Data;
using System.Globalization;
using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Portal.Data.Sealing;

namespace Portal.Data;

/// <summary>SQLite in WAL mode: many readers, one writer with group commit.</summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    readonly string readConnection;
    readonly SqliteWriter writer;
    readonly ThreadKeys keys;

    public SqliteDatabase(IOptions<PortalOptions> options, ThreadKeys keys, ILogger<SqliteDatabase> logger)
    {
        this.keys = keys;
        var path = options.Value.DatabasePath;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var settings = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false };
        Migrate(settings.ToString(), logger);
        writer = new SqliteWriter(settings.ToString(), keys);
        // What a killed process had deleted may still stand there.
        writer.TruncateLog();
        readConnection = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
    }

    public Task<T> Read<T>(Func<IDbConnection, T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        try
        {
            using var connection = new PortalConnection(readConnection, keys);
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            return Task.FromResult(work(connection));
        }
        catch (SqliteException error) when (SqliteWriter.IsStorageFault(error))
        {
            return Task.FromException<T>(SqliteWriter.Unavailable(error));
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error);
        }
    }

    public Task<T> Write<T>(Func<IDbConnection, T> work, CancellationToken cancellation) =>
        writer.Enqueue(work, durable: true, cancellation);

    public Task<T> WriteSoon<T>(Func<IDbConnection, T> work, CancellationToken cancellation) =>
        writer.Enqueue(work, durable: false, cancellation);

    public void TruncateLog() => writer.TruncateLog();

    public void Dispose()
    {
        writer.Dispose();
        using var connection = new SqliteConnection(readConnection);
        SqliteConnection.ClearPool(connection);
    }

    static void Migrate(string connectionString, ILogger logger)
    {
        using (var connection = new SqliteConnection(connectionString))
        {
            connection.Open();
            if (DatabaseVersion.CheckNotNewer(DatabaseVersion.Executed(connection), $"The database {connection.DataSource}") is { } newer)
                throw new StartRefusedException(newer);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            command.ExecuteNonQuery();
        }

        var result = DeployChanges.To.SqliteDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteDatabase).Assembly, DatabaseVersion.IsScript)
            .WithTransactionPerScript()
            .LogTo(new MigrationLog(logger))
            .Build()
            .PerformUpgrade();
        if (!result.Successful) throw new InvalidOperationException($"The database could not be brought up to date by {result.ErrorScript?.Name}.", result.Error);
    }

    sealed class MigrationLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Write(LogLevel.Trace, null, format, args);

        public void LogDebug(string format, params object[] args) => Write(LogLevel.Debug, null, format, args);

        public void LogInformation(string format, params object[] args) => Write(LogLevel.Debug, null, format, args);

        public void LogWarning(string format, params object[] args) => Write(LogLevel.Warning, null, format, args);

        public void LogError(string format, params object[] args) => Write(LogLevel.Error, null, format, args);

        public void LogError(Exception ex, string format, params object[] args) => Write(LogLevel.Error, ex, format, args);

        void Write(LogLevel level, Exception? error, string format, object[] args)
        {
            if (logger.IsEnabled(level))
                logger.Log(level, default, string.Format(CultureInfo.InvariantCulture, format, args), error, static (text, _) => text);
        }
    }
}
