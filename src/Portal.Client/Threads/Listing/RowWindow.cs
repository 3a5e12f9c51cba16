namespace Portal.Client.Threads.Listing;

/// <summary>Which rows of a long list are drawn: all are of one height, so the place of the view tells.</summary>
static class RowWindow
{
    /// <summary>Of a row, in CSS pixels; the style sheet has the same.</summary>
    public const int RowHeight = 76;

    /// <summary>Rows drawn before and after those in view.</summary>
    public const int Margin = 8;

    /// <summary>Rows drawn before the size of the view is known.</summary>
    public const int First = 30;

    /// <summary>The first row that is drawn, and the one after the last.</summary>
    /// <param name="top">How far the view is scrolled.</param>
    /// <param name="height">Of the view; 0 while it is not known.</param>
    public static (int Start, int End) Of(double top, double height, int count)
    {
        var inView = height <= 0 ? First : (int)Math.Ceiling(height / RowHeight) + 1;
        var start = Math.Clamp((int)(top / RowHeight) - Margin, 0, Math.Max(0, count - inView));
        return (start, Math.Min(count, (int)Math.Max(0, top / RowHeight) + inView + Margin) is var end && end < start ? start : end);
    }

    /// <summary>Whether what is drawn comes so near to the last row that more are to be read.</summary>
    public static bool NearsEnd(int end, int count) => end >= count - Margin;
}
