using Portal.Chaos;

namespace Portal.Tests.Promises;

public sealed class BudgetTests
{
    [Fact]
    public async Task Budget_KilledUnderMoreCallsThanItHasRoomFor_IsNeverExceeded() =>
        await Rounds.Run((workspace, seed, cancellation) => new BudgetRound(workspace, seed).Run(cancellation), 4);
}
