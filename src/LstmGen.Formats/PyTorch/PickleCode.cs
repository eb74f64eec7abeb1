namespace LstmGen.Formats;

/// <summary>Instructions of pickles.</summary>
internal static class PickleCode
{
    internal const byte Mark = (byte)'(', Stop = (byte)'.', Discard = (byte)'0', DiscardToMark = (byte)'1', Duplicate = (byte)'2';
    internal const byte Float = (byte)'F', Integer = (byte)'I', Integer4 = (byte)'J', Integer1 = (byte)'K', Long = (byte)'L', Integer2 = (byte)'M', None = (byte)'N', Float8 = (byte)'G';
    internal const byte PersistentId = (byte)'P', BinaryPersistentId = (byte)'Q', Reduce = (byte)'R', Build = (byte)'b', Global = (byte)'c', Instance = (byte)'i', Object = (byte)'o';
    internal const byte Quoted = (byte)'S', String4 = (byte)'T', String1 = (byte)'U', UnicodeLine = (byte)'V', Unicode4 = (byte)'X', Bytes4 = (byte)'B', Bytes1 = (byte)'C';
    internal const byte Append = (byte)'a', Appends = (byte)'e', DictionaryOf = (byte)'d', EmptyDictionary = (byte)'}', ListOf = (byte)'l', EmptyList = (byte)']';
    internal const byte SetItem = (byte)'s', SetItems = (byte)'u', TupleOf = (byte)'t', EmptyTuple = (byte)')';
    internal const byte Get = (byte)'g', Get1 = (byte)'h', Get4 = (byte)'j', Put = (byte)'p', Put1 = (byte)'q', Put4 = (byte)'r';
    internal const byte Protocol = 0x80, NewObject = 0x81, Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87, True = 0x88, False = 0x89, Long1 = 0x8A, Long4 = 0x8B;
    internal const byte Unicode1 = 0x8C, Unicode8 = 0x8D, Bytes8 = 0x8E, EmptySet = 0x8F, AddItems = 0x90, FrozenSet = 0x91, NewObjectExtended = 0x92, StackGlobal = 0x93, Memoize = 0x94, Frame = 0x95;
}
