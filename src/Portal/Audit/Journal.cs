using System.Data;
using Portal.Access;
using Portal.Data;

namespace Portal.Audit;

/// <summary>
/// The way every change is made: the change, its audit row and the record of its <c>Idempotency-Key</c> are one
/// transaction, so that none of the three exists without the others. A refused disk changes nothing (503).
/// </summary>
internal interface IJournal
{
    /// <summary>Commits a change of the request at hand. The entry's target is what a repeated POST reads again.</summary>
    Task<T> Commit<T>(AuditEntry entry, Func<IDbConnection, T> change, CancellationToken cancellation);

    /// <summary>Records what happened without a change: a sign-in, a refusal, a read of another person's conversation.</summary>
    Task Record(AuditEntry entry, CancellationToken cancellation);
}

internal sealed class Journal(IDatabase database, CallContext context, AuditWriter writer) : IJournal
{
    public Task<T> Commit<T>(AuditEntry entry, Func<IDbConnection, T> change, CancellationToken cancellation)
    {
        var call = context.ToCallInfo();
        context.Idempotency = null;
        return database.Write(connection =>
        {
            var result = change(connection);
            writer.Append(connection, call, entry);
            return result;
        }, cancellation);
    }

    public Task Record(AuditEntry entry, CancellationToken cancellation)
    {
        var call = context.ToCallInfo() with { Idempotency = null };
        return database.Write(connection =>
        {
            writer.Append(connection, call, entry);
            return true;
        }, cancellation);
    }
}
