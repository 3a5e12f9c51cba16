using Portal.Chaos;

namespace Portal.Tests.Promises;

public sealed class ResumedStreamTests
{
    [Fact]
    public async Task Stream_DroppedCancelledOrKilledAndResumed_IsByteIdenticalForEveryViewer() =>
        await Rounds.Run((workspace, seed, cancellation) => new ResumeRound(workspace, seed).Run(cancellation));
}
