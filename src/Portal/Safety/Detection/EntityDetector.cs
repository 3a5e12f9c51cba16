namespace Portal.Safety.Detection;

/// <summary>
/// One of the built-in entities, in whatever way it is written: see <see cref="Normalised"/>. Base64 of up to
/// <see cref="EncodedRun.Longest"/> characters that holds one is a finding as a whole.
/// </summary>
sealed class EntityDetector : Detector
{
    readonly Recogniser recogniser;

    EntityDetector(string entity, Recogniser recogniser) => (Entity, this.recogniser) = (entity, recogniser);

    public override string Entity { get; }
    public override int Longest => Math.Max(recogniser.Longest, recogniser.IsScreenedInBase64 ? EncodedRun.Longest : 0);
    public override int Before => recogniser.Before + Normalised.Margin;
    public override int After => recogniser.After + Normalised.Margin;

    /// <param name="entity">One of <see cref="Entities.All"/>.</param>
    public static EntityDetector Of(string entity) =>
        new(entity, Entities.Recogniser(entity) ?? throw new ArgumentException($"There is no entity “{entity}”.", nameof(entity)));

    protected override Match? Next(ScanText text, int from)
    {
        var written = text.Next(this, 0, from, (text, from) => Written(text.Spelled, from));
        return recogniser.IsScreenedInBase64 ? Leftmost(written, text.Next(this, 1, from, (text, from) => Encoded(text.Encoded, from))) : written;
    }

    Match? Written(Normalised view, int from)
    {
        for (var index = view.IndexOf(from); (index = recogniser.Candidate(view.Text, index)) >= 0; index++)
        {
            var hit = recogniser.At(view.Window(index, recogniser.Before, recogniser.Longest + recogniser.After));
            if (hit.Length == 0) continue;
            var (start, end) = (view.Start(index), view.End(index + hit.Length - 1));
            if (end - start <= recogniser.Longest) return new(start, end, hit.Score);
        }

        return null;
    }

    Match? Encoded(IReadOnlyList<EncodedRun> runs, int from)
    {
        for (var index = FirstFrom(runs, from); index < runs.Count; index++)
            if (Written(runs[index].Decoded.Spelled, 0) is { } match)
                return new(runs[index].Start, runs[index].End, match.Score);
        return null;
    }

    static int FirstFrom(IReadOnlyList<EncodedRun> runs, int offset)
    {
        var (low, high) = (0, runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (runs[middle].Start < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
