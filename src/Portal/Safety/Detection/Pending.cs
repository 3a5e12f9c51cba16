namespace Portal.Safety.Detection;

sealed class LeakScreen(string instructions) : Detector
{
    public const int MostHeld = 400;
    public override string Entity => instructions;
    public override int Longest => 1;
    public override int Before => 1;
    public override int After => 1;
    protected override Match? Next(ScanText text, int from) => null;
}

static class InjectionScreen
{
    public const double DefaultThreshold = 0.5;
    public static double Score(string text) => text.Contains("ignore previous", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
}
