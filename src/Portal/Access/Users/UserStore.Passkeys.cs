using Microsoft.AspNetCore.Identity;
using Portal.Access.Passkeys;
using Portal.Api;

namespace Portal.Access.Users;

internal sealed partial class UserStore : IUserPasskeyStore<User>
{
    public async Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        await database.Write(connection =>
        {
            if (PasskeysRepository.FindByCredential(connection, passkey.CredentialId) is { } known)
            {
                PasskeysRepository.Rename(connection, known.Id, passkey.Name ?? known.Name);
                return PasskeysRepository.NoteUse(connection, passkey.CredentialId, passkey.SignCount, passkey.IsBackedUp, passkey.CreatedAt.ToUnixTimeSeconds());
            }

            PasskeysRepository.Insert(connection, PasskeyRow.From(Ids.New("pkey"), user.Id, passkey.Name ?? "Passkey", passkey));
            return true;
        }, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        await database.Read(connection => PasskeysRepository.All(connection, user.Id).Select(row => row.ToInfo()).ToList(), cancellationToken);

    public Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        database.Read(
            connection => PasskeysRepository.FindByCredential(connection, credentialId) is { } row ? UsersRepository.FindById(connection, row.UserId) : null,
            cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await database.Read(connection => PasskeysRepository.FindByCredential(connection, credentialId), cancellationToken)) is { } row && row.UserId == user.Id
            ? row.ToInfo()
            : null;

    public async Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        await database.Write(
            connection => PasskeysRepository.FindByCredential(connection, credentialId) is { } row && row.UserId == user.Id && PasskeysRepository.Delete(connection, row.Id),
            cancellationToken);
}
