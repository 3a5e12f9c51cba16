using System.CommandLine;
using Portal.Client.Api;
using Portal.Client.Pricing;

namespace Portal.CommandLine;

internal static class UsageCommands
{
    public static Command All(CommandRun run)
    {
        var repair = new Option<bool>("--repair") { Description = "Write wrong sums anew from their rows. Where there are millions of rows, stop the portal first: it cannot write meanwhile." };
        var reconcile = new Command("reconcile", "Check that sums equal their rows, and each cost its price's arithmetic.") { repair };
        run.Action(reconcile, async (services, parsed, cancellation) =>
        {
            var found = await services.GetRequiredService<IReconciliationService>().Check(new ReconciliationInput { Repair = parsed.GetValue(repair) }, cancellation);
            return found.IsSuccess && !found.Value.Ok
                ? ApiError.Conflict($"{found.Value.DifferenceCount} differences:\n{string.Join('\n', found.Value.Differences.Select(Line))}", "sums_differ")
                : found;
        }, found => $"Sums equal rows: {found.Rows} calls, {found.Charges} charges{(found.Repaired > 0 ? $"; {found.Repaired} sums were written anew" : "")}.");
        return new Command("usage", "What was used") { reconcile };
    }

    static string Line(ReconciliationDifference one) =>
        $"{one.Kind} of {DateTimeOffset.FromUnixTimeSeconds(one.Start):yyyy-MM-dd HH:mm} {one.ProjectId} {one.Id} {one.Field}: {one.Found} in place of {one.Expected}";
}
