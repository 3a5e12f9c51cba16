using Portal.Chaos;

namespace Portal.Tests.Promises;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Acknowledged_KilledUnderLoad_IsAllThereAndDoneOnce() =>
        await Rounds.Run((workspace, seed, cancellation) => new DurabilityRound(workspace, seed).Run(cancellation));
}
