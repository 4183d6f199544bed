import Foundation

/// Memory that the process keeps instead of giving it back.
public enum HeldMemory {
    /// Keeps freed blocks with the process, for a program that trains.
    ///
    /// Each step asks for the same large blocks again. Given back and fetched anew they cost a tenth of its time: the system clears every page. It holds for
    /// the whole process, which is why no trainer does it by itself; the greatest memory stays what it is. Does nothing where the C library is not glibc.
    public static func keep() {
        #if canImport(Glibc)
            // Swift's module of glibc leaves malloc.h out.
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let mallopt = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
            let (trimThreshold, mapThreshold): (CInt, CInt) = (-1, -3)
            _ = mallopt(mapThreshold, 1 << 30)
            _ = mallopt(trimThreshold, .max)
        #endif
    }
}
