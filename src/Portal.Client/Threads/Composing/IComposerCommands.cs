using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;

namespace Portal.Client.Threads.Composing;

/// <summary>What the slash menu of the composer offers. Each implementation that is registered adds its own entries, in the order of registration.</summary>
public interface IComposerCommands
{
    /// <summary>Asked anew each time that the menu opens.</summary>
    ValueTask<IReadOnlyList<ComposerEntry>> List(ComposerContext context, CancellationToken cancellation);
}

/// <summary>Where one writes.</summary>
/// <param name="Assistant">Null where it could not be read.</param>
public sealed record ComposerContext(ThreadSession Session, Assistant? Assistant)
{
    /// <summary>Who writes.</summary>
    public Session? Viewer { get; init; }
}

/// <param name="Name">What is typed after the slash to find it; also found by the words of its title.</param>
/// <param name="Group">The heading that it stands under.</param>
/// <param name="Choose">What happens when it is taken.</param>
/// <param name="Detail">One line more, such as the beginning of the text.</param>
public sealed record ComposerEntry(string Name, string Title, string Group, Func<CancellationToken, Task<ComposerOutcome>> Choose, string? Detail = null);

/// <param name="Insert">The text that takes the place of what was typed after the slash; null for none.</param>
/// <param name="Error">Shown at the box.</param>
public sealed record ComposerOutcome(string? Insert = null, ApiError? Error = null)
{
    public static Task<ComposerOutcome> Text(string text) => Task.FromResult(new ComposerOutcome(text));
}
