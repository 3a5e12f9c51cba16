namespace Portal.Safety.Detection;

/// <summary>
/// A text made plain for detection, with a map back. Each character of the view stands for one stretch of the original
/// text; between stretches lie characters that vanished.
/// </summary>
sealed class Normalised
{
    /// <summary>
    /// How far around a place, in original characters, the text decides what the view shows there. Views of two texts
    /// that agree on a stretch agree on it, except for this much at its borders.
    /// </summary>
    public const int Margin = 64;

    readonly string view;
    readonly int[]? starts, ends;

    /// <summary>The text itself.</summary>
    public Normalised(string text) => view = text;

    /// <param name="starts">Where in the original text each character of the view starts, ascending.</param>
    /// <param name="ends">Where it ends.</param>
    /// <remarks>The arrays may be longer than the view.</remarks>
    public Normalised(string view, int[] starts, int[] ends) => (this.view, this.starts, this.ends) = (view, starts, ends);

    public ReadOnlySpan<char> Text => view;

    /// <summary>Whether the view equals the original text.</summary>
    public bool IsOriginal => starts is null;

    /// <summary>Where the character of the view starts in the original text.</summary>
    public int Start(int index) => starts is null ? index : starts[index];

    /// <summary>Where the character of the view ends in the original text.</summary>
    public int End(int index) => ends is null ? index + 1 : ends[index];

    /// <summary>The first character of the view that starts at the offset of the original text or later.</summary>
    public int IndexOf(int offset)
    {
        if (starts is null) return Math.Clamp(offset, 0, view.Length);
        var found = Array.BinarySearch(starts, 0, view.Length, offset);
        return found < 0 ? ~found : found;
    }

    /// <summary>The view from so many original characters before a character of it to so many after.</summary>
    public Window Window(int index, int before, int ahead)
    {
        var (first, last) = (Lower(index, before), Upper(index, ahead));
        if (last > index && End(last - 1) > Start(index) + ahead) last--;
        return new(Text[first..last], index - first);
    }

    /// <summary>As a rule the view is as long as the text there, and the first guess is right.</summary>
    int Lower(int index, int before)
    {
        if (starts is null) return Math.Max(0, index - before);
        return FirstFrom(Math.Max(0, index - before), index, starts[index] - before);
    }

    int Upper(int index, int ahead)
    {
        var most = (int)Math.Min(view.Length, (long)index + ahead);
        return starts is null || (most < view.Length && starts[most] == starts[index] + ahead) ? most : FirstFrom(index, most, starts[index] + ahead);
    }

    /// <summary>The first character from one index to another that starts at the offset or later, or the latter.</summary>
    int FirstFrom(int low, int high, int offset)
    {
        while (low < high && starts![low] < offset)
        {
            var middle = low + (high - low) / 2;
            if (starts[middle] < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
