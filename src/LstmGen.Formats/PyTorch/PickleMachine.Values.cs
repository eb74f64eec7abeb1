using System.Buffers.Binary;
using System.Globalization;

namespace LstmGen.Formats;

/// <content>Instructions that make values, keep them and collect them.</content>
internal sealed partial class PickleMachine
{
    private const int NewestProtocol = 5;

    private bool Simple(byte code)
    {
        switch (code)
        {
            case PickleCode.Protocol:
                int protocol = Byte();
                return protocol <= NewestProtocol ? true : throw Error($"is of protocol {protocol}; 0 to {NewestProtocol} were expected.");
            case PickleCode.Frame:
                _ = Length8();
                return true;
            case PickleCode.None:
                return Pushed(null);
            case PickleCode.True:
                return Pushed(true);
            case PickleCode.False:
                return Pushed(false);
            case PickleCode.Integer:
                string text = Line();
                return Pushed(text switch { "00" => false, "01" => true, _ => Number(text) });
            case PickleCode.Long:
                return Pushed(Number(Line()));
            case PickleCode.Integer1:
                return Pushed((long)Byte());
            case PickleCode.Integer2:
                return Pushed((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
            case PickleCode.Integer4:
                return Pushed((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
            case PickleCode.Long1:
                return Pushed(Integer(Byte()));
            case PickleCode.Long4:
                return Pushed(Integer(Length4()));
            case PickleCode.Float:
                string number = Line();
                return Pushed(double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Error($"has {SafeText.Quote(number)} where a number was expected."));
            case PickleCode.Float8:
                return Pushed(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
            case PickleCode.Quoted:
                return Pushed(Line().Trim('\'', '"'));
            case PickleCode.UnicodeLine:
                return Pushed(Line());
            case PickleCode.String1 or PickleCode.Unicode1:
                return Pushed(Text(Byte()));
            case PickleCode.String4 or PickleCode.Unicode4:
                return Pushed(Text(Length4()));
            case PickleCode.Unicode8:
                return Pushed(Text(Length8()));
            case PickleCode.Bytes1:
                return Pushed(Bytes(Byte()));
            case PickleCode.Bytes4:
                return Pushed(Bytes(Length4()));
            case PickleCode.Bytes8:
                return Pushed(Bytes(Length8()));
            default:
                return false;
        }

    }

    private bool Memory(byte code)
    {
        switch (code)
        {
            case PickleCode.Mark:
                Charge(sizeof(int));
                _marks.Push(_stack.Count);
                return true;
            case PickleCode.Discard:
                if (_stack.Count == Floor && _marks.Count > 0)
                {
                    _marks.Pop();
                    return true;
                }

                _ = Pop();
                return true;
            case PickleCode.DiscardToMark:
                _ = PopToMark();
                return true;
            case PickleCode.Duplicate:
                return Pushed(Peek());
            case PickleCode.Memoize:
                return Kept(_memo.Count);
            case PickleCode.Put:
                return Kept(Number(Line()));
            case PickleCode.Put1:
                return Kept(Byte());
            case PickleCode.Put4:
                return Kept(Length4());
            case PickleCode.Get:
                return Pushed(Found(Number(Line())));
            case PickleCode.Get1:
                return Pushed(Found(Byte()));
            case PickleCode.Get4:
                return Pushed(Found(Length4()));
            default:
                return false;
        }
    }

    private bool Collection(byte code)
    {
        switch (code)
        {
            case PickleCode.EmptyList:
                return Pushed(new List<object?>());
            case PickleCode.ListOf:
                return Pushed(new List<object?>(PopToMark()));
            case PickleCode.EmptyTuple:
                return Pushed(Array.Empty<object?>());
            case PickleCode.TupleOf:
                return Pushed(PopToMark());
            case PickleCode.Tuple1:
                return Pushed(new[] { Pop() });
            case PickleCode.Tuple2:
                (object? second, object? first) = (Pop(), Pop());
                return Pushed(new[] { first, second });
            case PickleCode.Tuple3:
                (object? last, object? middle, object? begin) = (Pop(), Pop(), Pop());
                return Pushed(new[] { begin, middle, last });
            case PickleCode.EmptySet:
                return Pushed(new PickleSet());
            case PickleCode.FrozenSet:
                var frozen = new PickleSet();
                frozen.Items.AddRange(PopToMark());
                return Pushed(frozen);
            case PickleCode.EmptyDictionary:
                return Pushed(new PickleDictionary());
            case PickleCode.DictionaryOf:
                var dictionary = new PickleDictionary();
                Add(dictionary, PopToMark());
                return Pushed(dictionary);
            case PickleCode.Append:
                return Added(Pop());
            case PickleCode.Appends or PickleCode.AddItems:
                return Added(PopToMark());
            case PickleCode.SetItem:
                (object? value, object? key) = (Pop(), Pop());
                Add(Peek(), [key, value]);
                return true;
            case PickleCode.SetItems:
                object?[] pairs = PopToMark();
                Add(Peek(), pairs);
                return true;
            default:
                return false;
        }
    }

    private bool Added(params object?[] values)
    {
        List<object?> items = Peek() switch { List<object?> list => list, PickleSet set => set.Items, var other => throw Error($"adds items to {Kind(other)}; a list was expected.") };
        Charge(8L * values.Length);
        items.AddRange(values);
        return true;
    }

    private void Add(object? target, object?[] pairs)
    {
        if (target is not PickleDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw Error($"puts {pairs.Length} keys and values into {Kind(target)}; pairs of them and a dictionary were expected.");
        }

        Charge(16L * pairs.Length);
        for (int at = 0; at < pairs.Length; at += 2)
        {
            dictionary.Items.Add((pairs[at], pairs[at + 1]));
        }
    }

    private bool Pushed(object? value)
    {
        Push(value);
        return true;
    }

    private bool Kept(long place)
    {
        Charge(ValueCost);
        _memo[place] = Peek();
        return true;
    }

    private object? Found(long place) => _memo.TryGetValue(place, out object? value) ? value : throw Error($"asks for value {place} that it did not keep.");

    private object Integer(long count)
    {
        ReadOnlySpan<byte> taken = Take(count);
        if (taken.Length > sizeof(long))
        {
            return new PickleBigInteger(taken.Length);
        }

        long value = taken.Length > 0 && taken[^1] > sbyte.MaxValue ? -1 : 0;
        for (int at = taken.Length - 1; at >= 0; at--)
        {
            value = (value << 8) | taken[at];
        }

        return value;
    }

    private byte[] Bytes(long count)
    {
        ReadOnlySpan<byte> taken = Take(count);
        Charge(count);
        return taken.ToArray();
    }
}
