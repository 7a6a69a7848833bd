using Voting.Domain.Ballots;

namespace Voting.Api.Stores;

/// <summary>The rows of a box in memory, as far as they bear on a press: as the store has them, then as a batch leaves them.</summary>
/// <param name="secret">Clear marks are alike by the thousand, so their hashes are not looked up.</param>
public sealed class BoxRows(bool secret)
{
    private readonly Dictionary<string, Press> _presses = [];
    private readonly Dictionary<string, string> _castIds = [];
    private readonly Dictionary<string, string> _hashes = [];

    public BoxContents Bearing(string member, Press press)
    {
        var mine = _presses.GetValueOrDefault(member);
        return new BoxContents(
            mine,
            _castIds.TryGetValue(press.CastId, out var owner) && owner != member,
            _hashes.TryGetValue(press.Hash, out owner) && (owner != member || mine!.CastId != press.CastId));
    }

    /// <summary>The member's one row, over an earlier one.</summary>
    public void Put(string member, Press press)
    {
        if (_presses.TryGetValue(member, out var before))
        {
            _castIds.Remove(before.CastId);
            _hashes.Remove(before.Hash);
        }

        _presses[member] = press;
        _castIds[press.CastId] = member;
        if (secret) _hashes[press.Hash] = member;
    }
}
