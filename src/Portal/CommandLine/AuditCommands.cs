using System.CommandLine;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Data;

namespace Portal.CommandLine;

internal static class AuditCommands
{
    public static Command All(CommandRun run)
    {
        var verify = new Command("verify", "Check that no row of the audit log was changed, added or taken away.");
        run.Action(verify, async (services, _, cancellation) =>
        {
            var found = await services.GetRequiredService<IDatabase>().Read(connection => AuditChain.Verify(connection, cancellation), cancellation);
            return found.Ok
                ? found
                : (Result<AuditVerification>)ApiError.Conflict($"The audit log is broken at row {found.FirstBadSequence}: {found.Reason}.", "audit_broken");
        }, found => $"The audit log is whole: {found.Rows} rows.");
        return new Command("audit", "The audit log") { verify };
    }
}
