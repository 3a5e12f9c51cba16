namespace Portal.Chaos;

/// <summary>What a round found.</summary>
/// <param name="Checked">How many acknowledged things were looked for.</param>
/// <param name="Recovery">From the start after the kill to the first answer.</param>
sealed record RoundReport(int Seed, int Checked, int Kills, TimeSpan Recovery, IReadOnlyList<string> Violations)
{
    public override string ToString() =>
        $"seed {Seed}: {Checked} checked, {Kills} kills, {Violations.Count} violations\n{string.Join('\n', Violations.Take(20))}";
}
