using Portal.Chaos;

namespace Portal.Tests.Promises;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task Post_FiftyCopiesKilledAndRepeated_HasOneEffectAndOneBody() =>
        await Rounds.Run((workspace, seed, cancellation) => new IdempotencyRound(workspace, seed).Run(cancellation));
}
