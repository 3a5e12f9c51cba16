using Portal.Client.Models;

namespace Portal.Models;

/// <summary>Who uses a model of the catalogue and so keeps it from being deleted; every registered one is asked.</summary>
internal interface IModelUsers
{
    /// <summary>At most so many, newest first.</summary>
    Task<IReadOnlyList<ModelUser>> UsersOf(string model, int most, CancellationToken cancellation);
}
