namespace Portal.Safety.Detection;

/// <summary>Something found in a text.</summary>
/// <param name="Rule">The detector that found it, by its place in the scanner's list.</param>
/// <param name="Entity">What it is, for example <c>email</c>; one of <see cref="Entities.All"/> or a name of one's own.</param>
/// <param name="Start">Of its first character in the original text, in UTF-16 units.</param>
/// <param name="End">After its last character.</param>
/// <param name="Score">How sure the detector is, above 0 and up to 1.</param>
readonly record struct Finding(int Rule, string Entity, int Start, int End, double Score);

/// <summary>What one detector finds, in offsets of the original text.</summary>
readonly record struct Match(int Start, int End, double Score);
