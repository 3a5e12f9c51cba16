using Portal.Api;
using Portal.Client.Threads;
using Portal.Runs;

namespace Portal.Pricing;

/// <summary>Charges for the tools that a reply calls, in the transaction in which the calls go out.</summary>
internal sealed class ToolCharges(IEnumerable<IChargesWatcher> watchers)
{
    /// <summary>Does nothing for a reply whose calls do not go out: one that has none, that has failed, or that waits for a person first.</summary>
    public void Record(ThreadTransaction thread, RunRow run, Message reply, long now)
    {
        if (reply is not { Status: MessageStatus.RequiresAction, ApprovalId: null }) return;
        var (charges, actor) = (new List<ChargeRow>(), run.AskedBy);
        foreach (var call in reply.ToolCalls)
        {
            var name = call.Function.Name;
            var prices = new PriceTable(PricesRepository.OfTool(thread.Connection, run.ProjectId, name));
            if (prices.At(run.ProjectId, "tool", name, now) is not { } price) continue;
            var row = new ChargeRow(
                Ids.New("chg"), run.ProjectId, "tool", name, run.AssistantId, run.Id, now, now, 1, price.Id, price.Nanodollars, now, $"{reply.Id}/{call.Id}",
                Wire.Word(actor.Type), actor.Id);
            if (ChargesRepository.Insert(thread.Connection, row)) charges.Add(row);
        }

        if (charges.Count > 0) thread.AfterCommit(() => watchers.Tell(charges));
    }
}

internal static class ChargesWatchers
{
    public static void Tell(this IEnumerable<IChargesWatcher> watchers, IReadOnlyCollection<ChargeRow> charges)
    {
        foreach (var watcher in watchers)
        {
            foreach (var charge in charges) watcher.Charged(charge);
        }
    }
}
